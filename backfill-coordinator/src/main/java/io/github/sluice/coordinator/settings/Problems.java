package io.github.sluice.coordinator.settings;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the faults of a settings file, so that all are reported at once, each with its line. One thread. */
public final class Problems {
    private final List<String> lines = new ArrayList<>();
    private final YamlLines places;

    /** Faults of a text whose keys have no lines. */
    public Problems() {
        this(YamlLines.NONE);
    }

    Problems(YamlLines places) {
        this.places = places;
    }

    /** Records that the value found at {@code key} breaks {@code rule}. */
    public void add(String key, String rule, @Nullable Object found) {
        add(key, rule + ", found '" + found + "'");
    }

    /** Records a fault that has no value, such as a missing key. */
    public void add(String key, String rule) {
        int line = places.line(key);
        lines.add((line > 0 ? "line " + line + ": " : "") + key + ": " + rule);
    }

    /** The faults in the order found. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * Ends the reading of {@code file} if anything is wrong.
     *
     * @throws Failure with {@link ExitCode#USAGE} naming every fault
     */
    public void throwIfAny(String file) {
        if (!lines.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    file + ": " + lines.size() + (lines.size() == 1 ? " fault" : " faults") + System.lineSeparator()
                            + "  " + String.join(System.lineSeparator() + "  ", lines));
        }
    }
}
