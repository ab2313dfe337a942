package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.run.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When which step of which table was under way, as inline SVG: a line for each table, a bar for each step whose times are
 * known. A step that failed is hatched, one that has no end yet reaches to the right and is dashed. One thread.
 */
final class Gantt {
    private static final int WIDTH = 1160;
    private static final int LEFT = 196;
    private static final int RIGHT = 34;
    private static final int ROW = 20;
    private static final int BAR = 13;
    private static final int BOTTOM = 46;
    private static final int LABEL = 26;
    private static final double LEAST = 1.5;

    private final ReportWords words;
    private final TimeAxis axis;
    private final Instant now;

    Gantt(ReportWords words, TimeAxis axis, Instant now) {
        this.words = words;
        this.axis = axis;
        this.now = now;
    }

    void write(Markup out, List<TableReport> tables) {
        int height = tables.size() * ROW + BOTTOM + 6;
        out.open("figure", "class", "plot wide");
        legend(out, tables);
        out.open("div", "class", "scroll");
        out.open("svg", "viewBox", "0 0 " + WIDTH + " " + height, "role", "img", "aria-label", words.of("gantt.title"));
        out.raw(
                "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\""
                        + " patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"/></pattern></defs>");
        int bottom = tables.size() * ROW + 6;
        for (TimeAxis.Mark mark : axis.marks(12)) {
            String x = Plot.number(x(mark.part()));
            out.empty("line", "class", "grid", "x1", x, "x2", x, "y1", "0", "y2", "" + (bottom + 4));
            out.leaf("text", mark.label(), "class", "mark mid", "x", x, "y", "" + (bottom + 18));
        }
        int y = 4;
        for (TableReport table : tables) {
            row(out, table, y);
            y += ROW;
        }
        out.leaf(
                "text",
                words.of("axis.time", axis.offset()),
                "class",
                "title end",
                "x",
                "" + (WIDTH - RIGHT),
                "y",
                "" + (height - 8));
        out.close().close().close();
    }

    private void row(Markup out, TableReport table, int y) {
        out.open("text", "class", "label end", "x", "" + (LEFT - 8), "y", "" + (y + BAR - 2));
        out.leaf("title", table.table());
        out.text(shortened(table.table())).close();
        for (StepReport step : table.steps()) {
            if (step.startedAt() != null) {
                bar(out, table, step, step.startedAt(), y);
            }
        }
    }

    private void bar(Markup out, TableReport table, StepReport step, Instant from, int y) {
        Instant ended = step.endedAt();
        double x = x(axis.part(from));
        double width = Math.max(LEAST, x(axis.part(ended == null ? now : ended)) - x);
        String[] place = {"x", Plot.number(x), "y", "" + y, "width", Plot.number(width), "height", "" + BAR, "rx", "2"};
        String kind = "bar s-" + step.step().word() + (ended == null ? " underway" : "");
        out.open("g").leaf("title", tooltip(table, step, from, ended));
        out.empty("rect", with("class", kind, place));
        if (step.failed()) {
            out.empty("rect", with("class", "failed", place));
            out.leaf("text", "✗", "class", "cross", "x", Plot.number(x + width + 3), "y", "" + (y + BAR - 2));
        }
        out.close();
    }

    private String tooltip(TableReport table, StepReport step, Instant from, @Nullable Instant ended) {
        String text = table.table() + " · " + words.of("step." + step.step().word()) + " · " + words.time(from) + " → "
                + (ended == null ? "?" : words.time(ended));
        return text
                + step.took().map(took -> " · " + words.duration(took)).orElse("")
                + (step.failed()
                        ? " · " + words.of("status.FAILED") + " " + step.code().number()
                        : "");
    }

    private void legend(Markup out, List<TableReport> tables) {
        out.open("p", "class", "legend");
        for (Step step : Step.values()) {
            boolean used = tables.stream().anyMatch(table -> table.step(step)
                    .filter(one -> one.startedAt() != null)
                    .isPresent());
            if (used) {
                out.open("span").leaf("i", "", "class", "chip s-" + step.word());
                out.text(" " + words.of("step." + step.word())).close().text(" ");
            }
        }
        out.leaf("span", "✗ " + words.of("status.FAILED"), "class", "key-failed");
        out.close();
    }

    private static String[] with(String name, String value, String... rest) {
        String[] all = new String[rest.length + 2];
        all[0] = name;
        all[1] = value;
        System.arraycopy(rest, 0, all, 2, rest.length);
        return all;
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= LABEL
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LABEL - 1)) + "…";
    }

    private static double x(double part) {
        return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    /** From the first begin to the last end, with a little room. */
    static TimeAxis axis(RunReport report, ReportWords words) {
        Instant from = report.startedAt().orElse(report.madeAt());
        Instant to = report.lastAt().orElse(report.madeAt());
        boolean underWay = report.tables().stream()
                .flatMap(table -> table.steps().stream())
                .anyMatch(step -> step.status() == StepReport.Status.STARTED);
        if (underWay && report.madeAt().isAfter(to)) {
            to = report.madeAt();
        }
        return new TimeAxis(from, to.plus(Duration.between(from, to).dividedBy(100)), words.zone());
    }
}
