package io.github.sluice.coordinator.cli;

import java.io.PrintWriter;
import java.util.List;

/** Columns aligned on a terminal, where a Chinese character is two cells wide. */
final class TextTable {
    private TextTable() {}

    /** Prints the lines; the first cell of each is flush left, numbers and the rest are flush right. */
    static void print(PrintWriter out, List<List<String>> lines) {
        print(out, lines, true);
    }

    /** Prints the lines, every cell flush left. */
    static void printTexts(PrintWriter out, List<List<String>> lines) {
        print(out, lines, false);
    }

    private static void print(PrintWriter out, List<List<String>> lines, boolean flushRight) {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(line.get(i)));
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String padding = " ".repeat(widths[i] - width(line.get(i)));
                text.append(i == 0 ? "" : "  ");
                text.append(i > 0 && flushRight ? padding + line.get(i) : line.get(i) + padding);
            }
            out.println(flushRight ? text : text.toString().stripTrailing());
        }
    }

    /** Cells that a text takes; the wide ranges of Unicode's East Asian Width that a name or heading may hold. */
    static int width(String text) {
        return text.codePoints()
                .map(c -> (c >= 0x1100 && c <= 0x115f)
                                || (c >= 0x2e80 && c <= 0xa4cf)
                                || (c >= 0xac00 && c <= 0xd7a3)
                                || (c >= 0xf900 && c <= 0xfaff)
                                || (c >= 0xfe30 && c <= 0xfe6f)
                                || (c >= 0xff00 && c <= 0xff60)
                                || (c >= 0xffe0 && c <= 0xffe6)
                                || (c >= 0x1f300 && c <= 0x1faff)
                                || (c >= 0x20000 && c <= 0x3fffd)
                        ? 2
                        : 1)
                .sum();
    }
}
