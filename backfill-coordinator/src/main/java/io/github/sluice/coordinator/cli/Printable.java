package io.github.sluice.coordinator.cli;

/** Text of somebody else on a terminal: nothing of it can command the terminal or begin a line of its own. */
final class Printable {
    private Printable() {}

    /** The text on one line, control characters as {@code \}{@code uXXXX}. */
    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                line.append(String.format("\\u%04X", c));
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }

    /** A line of a stack trace: its indentation stays. */
    static String traceLine(String text) {
        return line(text.replace("\t", "    "));
    }
}
