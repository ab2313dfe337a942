package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.run.Step;
import java.util.List;

/** How long each step of each table took: drawn, and in figures. One thread. */
final class TimingSection {
    private final RunReport report;
    private final ReportWords words;

    TimingSection(RunReport report, ReportWords words) {
        this.report = report;
        this.words = words;
    }

    void write(Markup out) {
        if (report.startedAt().isEmpty()) {
            return;
        }
        out.open("section").leaf("h2", words.of("gantt.title"));
        new Gantt(words, Gantt.axis(report, words), report.madeAt()).write(out, report.tables());
        out.open("details").leaf("summary", words.of("durations.title"));
        out.open("div", "class", "scroll").open("table");
        List<Step> steps =
                report.tables().get(0).steps().stream().map(StepReport::step).toList();
        out.open("thead").open("tr").leaf("th", words.of("column.table"), "scope", "col");
        steps.forEach(step -> out.leaf("th", words.of("step." + step.word()), "scope", "col", "class", "num"));
        out.close().close().open("tbody");
        for (TableReport table : report.tables()) {
            out.open("tr").leaf("th", table.table(), "scope", "row");
            for (StepReport step : table.steps()) {
                String text = step.took().map(words::duration).orElseGet(() -> switch (step.status()) {
                    case OPEN -> ReportWords.NOTHING;
                    case STARTED -> words.of("status.STARTED");
                    case DONE -> "✓";
                    case FAILED -> "✗";
                });
                out.leaf("td", text, "class", "num");
            }
            out.close();
        }
        out.close().close().close().close().close();
    }
}
