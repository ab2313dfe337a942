package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.plugin.RecordReceiver;
import io.github.sluice.testbed.datax.ListRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Rows of an id and a text, the same for the same seed, and something that happens in the middle of them. */
final class SourceRows implements RecordReceiver {
    /** Called by the task's thread between two rows. */
    interface Event {
        void happens() throws Exception;
    }

    static final int COUNT = 2_000;

    /** How many rows are read before the event. */
    final int eventAt;

    private final List<String> texts = new ArrayList<>(COUNT);
    private final Event event;
    private int next;

    /** @param largestText length of the text of one row after the event; the others have a hundred or two */
    SourceRows(Random random, int largestText, Event event) {
        this.event = event;
        this.eventAt = COUNT / 4 + random.nextInt(COUNT / 2);
        for (int id = 0; id < COUNT; id++) {
            texts.add(text(random, id == eventAt ? largestText : 50 + random.nextInt(150)));
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder("中\t\\");
        while (text.length() < length) {
            text.append((char) (' ' + random.nextInt(95)));
        }
        return text.toString();
    }

    /** All rows, as {@link #row} writes them. */
    Set<String> rows() {
        Set<String> rows = new LinkedHashSet<>();
        for (int id = 0; id < COUNT; id++) {
            rows.add(row(id, texts.get(id)));
        }
        return rows;
    }

    static String row(Object id, Object text) {
        return id + "|" + text;
    }

    @Override
    public Record getFromReader() {
        if (next == COUNT) {
            return null;
        }
        if (next == eventAt) {
            try {
                event.happens();
            } catch (Exception e) {
                throw new AssertionError("row " + next, e);
            }
        }
        return ListRecord.values((long) next, texts.get(next++));
    }

    @Override
    public void shutdown() {}
}
