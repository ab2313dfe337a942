package io.github.sluice.kafkawriter;

import io.github.sluice.writer.Problems;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When a frame is full: so many rows, or so many bytes of rows before compression, whichever is first. Immutable. */
final class FrameLimits {
    static final int DEFAULT_ROWS = 1_000;
    static final int DEFAULT_BYTES = 512 * 1024;

    /** The sink never splits a frame between two loads, so its rows are held together. */
    private static final int MOST_ROWS = 100_000;

    private static final int MOST_BYTES = 64 * 1024 * 1024;

    final int rows;
    final int bytes;

    private FrameLimits(int rows, int bytes) {
        this.rows = rows;
        this.bytes = bytes;
    }

    static FrameLimits of(Map<String, String> given, Problems problems) {
        for (String name : given.keySet()) {
            if (!name.equals("rows") && !name.equals("bytes")) {
                problems.add(Key.FRAME + "[" + name + "]", "is neither rows nor bytes");
            }
        }
        return new FrameLimits(
                number("rows", given.get("rows"), DEFAULT_ROWS, MOST_ROWS, problems),
                number("bytes", given.get("bytes"), DEFAULT_BYTES, MOST_BYTES, problems));
    }

    private static int number(String name, @Nullable String text, int otherwise, int most, Problems problems) {
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below with the same words
        }
        problems.add(Key.FRAME + "[" + name + "]", "must be a whole number from 1 to " + most, text);
        return otherwise;
    }

    @Override
    public String toString() {
        return rows + " rows or " + bytes + " bytes";
    }
}
