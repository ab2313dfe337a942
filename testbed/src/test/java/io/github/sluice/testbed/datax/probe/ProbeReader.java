package io.github.sluice.testbed.datax.probe;

import com.alibaba.datax.common.element.LongColumn;
import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.element.StringColumn;
import com.alibaba.datax.common.plugin.RecordSender;
import com.alibaba.datax.common.spi.Reader;
import com.alibaba.datax.common.util.Configuration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends {@code rows} rows of a number and a text in each of {@code tasks} tasks; {@code textLength} characters each,
 * {@code dirtyRows} of them also called dirty.
 */
public class ProbeReader extends Reader {
    public static class Job extends Reader.Job {
        @Override
        public void preCheck() {
            Probe.at("reader.Job.preCheck", getPluginJobConf());
        }

        @Override
        public void init() {
            Probe.at("reader.Job.init", getPluginJobConf());
        }

        @Override
        public void prepare() {
            Probe.at("reader.Job.prepare", getPluginJobConf());
        }

        @Override
        public List<Configuration> split(int adviceNumber) {
            Probe.at("reader.Job.split", getPluginJobConf());
            Probe.note(getPluginJobConf(), "advice " + adviceNumber);
            List<Configuration> parts = new ArrayList<>();
            for (int i = 0; i < getPluginJobConf().getInt("tasks", adviceNumber); i++) {
                parts.add(getPluginJobConf());
            }
            return parts;
        }

        @Override
        public void post() {
            Probe.at("reader.Job.post", getPluginJobConf());
        }

        @Override
        public void destroy() {
            Probe.at("reader.Job.destroy", getPluginJobConf());
        }
    }

    public static class Task extends Reader.Task {
        @Override
        public void init() {
            Probe.at("reader.Task.init", getPluginJobConf());
        }

        @Override
        public void prepare() {
            Probe.at("reader.Task.prepare", getPluginJobConf());
        }

        @Override
        public void startRead(RecordSender sender) {
            Probe.at("reader.Task.startRead", getPluginJobConf());
            String text = "x".repeat(getPluginJobConf().getInt("textLength", 1));
            int dirty = getPluginJobConf().getInt("dirtyRows", 0);
            for (int i = 0; i < getPluginJobConf().getInt("rows", 10); i++) {
                Record row = sender.createRecord();
                row.addColumn(new LongColumn((long) i));
                row.addColumn(new StringColumn(text));
                if (i < dirty) {
                    getTaskPluginCollector().collectDirtyRecord(row, "dirty by order");
                }
                sender.sendToWriter(row);
            }
        }

        @Override
        public void post() {
            Probe.at("reader.Task.post", getPluginJobConf());
        }

        @Override
        public void destroy() {
            Probe.at("reader.Task.destroy", getPluginJobConf());
        }
    }
}
