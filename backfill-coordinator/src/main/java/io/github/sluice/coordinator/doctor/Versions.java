package io.github.sluice.coordinator.doctor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what servers say of their version, such as {@code 8.0.36-log} or {@code 3.9-IV0}. */
final class Versions {
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)");

    private Versions() {}

    /** False for a text without a version in it. */
    static boolean atLeast(String text, int major, int minor) {
        Matcher found = NUMBERS.matcher(text);
        if (!found.find()) {
            return false;
        }
        int first = Integer.parseInt(found.group(1));
        return first > major || (first == major && Integer.parseInt(found.group(2)) >= minor);
    }
}
