package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.verify.Verdict;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The report for CI servers, in the XML that JUnit's runners write: a suite for each table, a test case for each hop. A
 * proven difference is a failure, whatever is not known an error, for what nobody has proven is not green. One thread.
 */
public final class JUnitReport {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final RunReport report;
    private final ReportWords words;

    public JUnitReport(RunReport report, ReportWords words) {
        this.report = report;
        this.words = words;
    }

    /** @throws java.io.UncheckedIOException if {@code target} cannot be written to */
    public void write(Appendable target) {
        Markup out = new Markup(target);
        out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.open(
                "testsuites",
                "name",
                "sluice " + report.run(),
                "tests",
                ""
                        + report.tables().stream()
                                .mapToInt(table -> table.hops().size())
                                .sum(),
                "failures",
                ""
                        + report.tables().stream()
                                .mapToLong(table -> count(table, Verdict.DIFF))
                                .sum(),
                "errors",
                ""
                        + report.tables().stream()
                                .mapToLong(table -> count(table, Verdict.UNKNOWN))
                                .sum());
        report.tables().forEach(table -> suite(out, table));
        out.raw("\n").close().raw("\n");
    }

    private void suite(Markup out, TableReport table) {
        out.raw("\n  ")
                .open(
                        "testsuite",
                        "name",
                        report.run() + "." + table.table(),
                        "tests",
                        "" + table.hops().size(),
                        "failures",
                        "" + count(table, Verdict.DIFF),
                        "errors",
                        "" + count(table, Verdict.UNKNOWN),
                        "skipped",
                        "0",
                        "time",
                        seconds(table.took().orElse(Duration.ZERO)),
                        "timestamp",
                        TIMESTAMP.format(table.startedAt().orElse(report.madeAt())));
        table.hops().forEach(hop -> testCase(out, table, hop));
        out.raw("\n  ").close();
    }

    private void testCase(Markup out, TableReport table, Hop.Result hop) {
        out.raw("\n    ")
                .open(
                        "testcase",
                        "classname",
                        report.run() + "." + table.table(),
                        "name",
                        hop.hop().word(),
                        "time",
                        seconds(took(table, hop.hop())));
        String counts = words.number(hop.left()) + " / " + words.number(hop.right());
        if (hop.verdict() != Verdict.EQUAL) {
            String message = hop.message().isEmpty() ? words.of("junit.notCompared") : hop.message();
            out.leaf(
                    hop.verdict() == Verdict.DIFF ? "failure" : "error",
                    words.of("hop." + hop.hop()) + ": " + counts + "\n" + message,
                    "message",
                    message,
                    "type",
                    hop.verdict() + "." + hop.code().number());
        }
        out.close();
    }

    /** How long the step took that compares a hop. */
    private static Duration took(TableReport table, Hop hop) {
        return table.step(
                        switch (hop) {
                            case READ_ACKED, ACKED_TOPIC -> Step.SNAPSHOT;
                            case TOPIC_STARROCKS -> Step.VERIFY;
                            case MYSQL_STARROCKS -> Step.CUTOVER;
                        })
                .flatMap(StepReport::took)
                .orElse(Duration.ZERO);
    }

    private static long count(TableReport table, Verdict verdict) {
        return table.hops().stream().filter(hop -> hop.verdict() == verdict).count();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", Math.max(0, duration.toMillis()) / 1000.0);
    }
}
