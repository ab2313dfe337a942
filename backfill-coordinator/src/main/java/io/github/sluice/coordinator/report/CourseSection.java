package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.sample.Point;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The course of the run over time, all tables together, and of one table: rows copied and loaded a second, rows still to
 * load, rows compared. Each plot covers the time that has samples. One thread.
 */
final class CourseSection {
    private static final int PARTS = 200;
    private static final int PARTS_OF_ONE = 100;
    private static final int WIDTH = 620;
    private static final int HEIGHT = 270;
    private static final int HEIGHT_OF_ONE = 210;

    private final RunReport report;
    private final ReportWords words;

    CourseSection(RunReport report, ReportWords words) {
        this.report = report;
        this.words = words;
    }

    void write(Markup out) {
        if (report.tables().stream().allMatch(table -> table.samples().isEmpty())) {
            return;
        }
        out.open("section").leaf("h2", words.of("course.title"));
        plots(out, report.tables(), PARTS, HEIGHT);
        out.leaf("p", words.of("course.note"), "class", "note");
        out.close();
    }

    /** The same for one table; nothing where it has no samples. */
    void write(Markup out, TableReport table) {
        if (!table.samples().isEmpty()) {
            plots(out, List.of(table), PARTS_OF_ONE, HEIGHT_OF_ONE);
        }
    }

    private void plots(Markup out, List<TableReport> tables, int parts, int height) {
        Optional<TimeAxis> axis = axis(tables);
        if (axis.isEmpty()) {
            return;
        }
        Timeline time = new Timeline(axis.get(), parts);
        String x = words.of("axis.time", axis.get().offset());
        out.open("div", "class", "plots");
        draw(
                out,
                new Plot(words.of("plot.rate"), words.of("axis.rowsPerSecond"), x, axis.get(), WIDTH, height)
                        .curve(words.of("curve.copied"), 1, time.rates(copies(tables))));
        draw(
                out,
                new Plot(words.of("plot.loadRate"), words.of("axis.rowsPerSecond"), x, axis.get(), WIDTH, height)
                        .curve(words.of("curve.loaded"), 2, time.rates(of(tables, Step.LOAD))));
        draw(
                out,
                new Plot(words.of("plot.lag"), words.of("axis.rows"), x, axis.get(), WIDTH, height)
                        .curve(words.of("curve.batchLag"), 2, time.left(of(tables, Step.LOAD)))
                        .curve(words.of("curve.streamLag"), 3, time.left(of(tables, Step.STREAM))));
        draw(
                out,
                new Plot(words.of("plot.verified"), words.of("axis.rows"), x, axis.get(), WIDTH, height)
                        .curve(words.of("curve.verified"), 1, time.rows(of(tables, Step.VERIFY)))
                        .curve(words.of("curve.compared"), 3, time.rows(of(tables, Step.CUTOVER))));
        out.close();
    }

    private static void draw(Markup out, Plot plot) {
        if (!plot.isEmpty()) {
            plot.write(out);
        }
    }

    private Optional<TimeAxis> axis(List<TableReport> tables) {
        List<Point> ends = tables.stream()
                .flatMap(table -> table.samples().values().stream())
                .filter(points -> !points.isEmpty())
                .flatMap(points -> List.of(points.get(0), points.get(points.size() - 1)).stream())
                .toList();
        Optional<Instant> from = ends.stream().map(Point::at).min(Instant::compareTo);
        Optional<Instant> to = ends.stream().map(Point::at).max(Instant::compareTo);
        return from.map(begin -> new TimeAxis(begin, to.orElse(begin), words.zone()));
    }

    private static Collection<List<Point>> of(List<TableReport> tables, Step step) {
        return tables.stream()
                .map(table -> table.samples().get(step))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The first of the two readings of a snapshot: what DataX copies. The other reads the topic back. */
    private static Collection<List<Point>> copies(List<TableReport> tables) {
        return of(tables, Step.SNAPSHOT).stream()
                .map(points -> points.stream()
                        .filter(point -> point.pass() % 2 == points.get(0).pass() % 2)
                        .toList())
                .toList();
    }
}
