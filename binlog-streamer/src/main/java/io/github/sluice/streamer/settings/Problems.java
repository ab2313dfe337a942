package io.github.sluice.streamer.settings;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the faults of settings, so that all are reported at once. One thread. */
public final class Problems {
    private final List<String> lines = new ArrayList<>();

    /** Records that the value found at {@code key} breaks {@code rule}. */
    public void add(String key, String rule, @Nullable Object found) {
        lines.add(key + ": " + rule + ", found '" + found + "'");
    }

    /** Records a fault that has no value, such as a missing key, or whose value must not be shown. */
    public void add(String key, String rule) {
        lines.add(key + ": " + rule);
    }

    /** Takes over a fault that other settings reported, as it is. */
    public void add(String line) {
        lines.add(line);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The faults in the order found. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * Ends the reading if anything is wrong.
     *
     * @param where the file, or what the faults are of
     * @throws Failure with {@link ExitCode#USAGE} naming every fault
     */
    public void throwIfAny(String where) {
        if (!lines.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    where + ": " + lines.size() + (lines.size() == 1 ? " fault" : " faults") + System.lineSeparator()
                            + "  " + String.join(System.lineSeparator() + "  ", lines));
        }
    }
}
