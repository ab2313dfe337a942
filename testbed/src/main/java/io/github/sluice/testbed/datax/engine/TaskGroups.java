package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.constant.CommonConstant;
import com.alibaba.datax.common.util.Configuration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deals a job's tasks to task groups, each with its share of the channels. */
final class TaskGroups {
    private TaskGroups() {}

    /**
     * @param job after splitting: {@code job.content} has one element per task
     * @param channels how many tasks may run at once in all
     * @param channelsPerGroup the most that one group runs at once
     * @return one configuration per group, its id and share of channels set
     */
    static List<Configuration> of(Configuration job, int channels, int channelsPerGroup) {
        List<Configuration> tasks = job.getListConfiguration(Keys.CONTENT);
        int groupCount = (channels + channelsPerGroup - 1) / channelsPerGroup;
        List<List<Configuration>> dealt = deal(tasks, groupCount);
        Configuration template = job.clone();
        template.remove(Keys.CONTENT);
        List<Configuration> groups = new ArrayList<>();
        for (int id = 0; id < groupCount; id++) {
            Configuration group = template.clone();
            group.set(Keys.CONTENT, dealt.get(id));
            group.set(Keys.GROUP_ID, id);
            group.set(Keys.GROUP_CHANNELS, channels / groupCount + (id < channels % groupCount ? 1 : 0));
            groups.add(group);
        }
        return groups;
    }

    /** Round-robin over the groups, taking one task of each load mark in turn; tasks without marks are shuffled. */
    private static List<List<Configuration>> deal(List<Configuration> tasks, int groupCount) {
        String mark = "." + CommonConstant.LOAD_BALANCE_RESOURCE_MARK;
        Configuration first = tasks.get(0);
        boolean marked = !first.getString(Keys.TASK_READER_PARAMETER + mark, "").isBlank()
                || !first.getString(Keys.TASK_WRITER_PARAMETER + mark, "").isBlank();
        List<Configuration> ordered = new ArrayList<>(tasks);
        if (!marked) {
            Collections.shuffle(ordered);
        }
        Map<String, Deque<Configuration>> byReader = byMark(ordered, Keys.TASK_READER_PARAMETER + mark);
        Map<String, Deque<Configuration>> byWriter = byMark(ordered, Keys.TASK_WRITER_PARAMETER + mark);
        Map<String, Deque<Configuration>> byMark = byReader.size() >= byWriter.size() ? byReader : byWriter;

        List<List<Configuration>> groups = new ArrayList<>();
        for (int i = 0; i < groupCount; i++) {
            groups.add(new ArrayList<>());
        }
        int next = 0;
        while (next < tasks.size()) {
            for (Deque<Configuration> sameMark : byMark.values()) {
                if (!sameMark.isEmpty()) {
                    groups.get(next % groupCount).add(sameMark.removeFirst());
                    next++;
                }
            }
        }
        return groups;
    }

    private static Map<String, Deque<Configuration>> byMark(List<Configuration> tasks, String path) {
        Map<String, Deque<Configuration>> byMark = new LinkedHashMap<>();
        for (Configuration task : tasks) {
            byMark.computeIfAbsent(task.getString(path, ""), key -> new ArrayDeque<>())
                    .add(task);
        }
        return byMark;
    }
}
