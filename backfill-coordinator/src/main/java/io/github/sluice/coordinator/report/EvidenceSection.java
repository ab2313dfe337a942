package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.manifest.PartitionRange;
import io.github.sluice.wire.manifest.RunManifest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Table by table, folded until wanted: what failed, what each hop counted, and the evidence for it. One thread. */
final class EvidenceSection {
    private final RunReport report;
    private final ReportWords words;
    private final CourseSection course;

    EvidenceSection(RunReport report, ReportWords words) {
        this.report = report;
        this.words = words;
        this.course = new CourseSection(report, words);
    }

    void write(Markup out) {
        out.open("section").leaf("h2", words.of("evidence.title"));
        int number = 0;
        for (TableReport table : report.tables()) {
            table(out, table, number++);
        }
        out.close();
    }

    private void table(Markup out, TableReport table, int number) {
        boolean bad = table.verdict() == Verdict.DIFF || table.failure().isPresent();
        if (bad) {
            out.open("details", "class", "evidence", "open", "open");
        } else {
            out.open("details", "class", "evidence");
        }
        out.open("summary");
        out.leaf(
                        "span",
                        HtmlReport.symbol(table.verdict()),
                        "class",
                        "badge v-" + table.verdict().name())
                .text(" ");
        out.leaf("strong", table.table()).text(" ");
        out.leaf("span", words.of("state." + table.state()), "class", "note").close();
        out.open("div", "id", TableOverview.anchor(number), "class", "body");
        out.open("p", "class", "note")
                .text(words.of("evidence.source") + " ")
                .leaf("code", table.source())
                .close();
        failures(out, table);
        hops(out, table);
        out.open("div", "class", "columns");
        manifest(out, table.manifest());
        positions(out, table);
        pairs(out, "evidence.live", table.live());
        out.close();
        notes(out, table);
        steps(out, table);
        course.write(out, table);
        earlier(out, table);
        physical(out, table);
        out.close().close();
    }

    private void failures(Markup out, TableReport table) {
        for (StepReport step : table.steps()) {
            if (step.failed()) {
                out.open("p", "class", "failure");
                out.leaf(
                                "strong",
                                words.of(
                                        "failure",
                                        words.of("step." + step.step().word()),
                                        "" + step.code().number()))
                        .text(" ")
                        .text(step.message());
                out.close();
            }
        }
    }

    private void hops(Markup out, TableReport table) {
        head(out, "evidence.hops", "hop.name", "hop.left", "hop.right", "column.verdict");
        for (Hop.Result hop : table.hops()) {
            out.open("tr").leaf("th", words.of("hop." + hop.hop()), "scope", "row");
            out.leaf("td", words.number(hop.left()), "class", "num")
                    .leaf("td", words.number(hop.right()), "class", "num");
            out.open("td")
                    .leaf(
                            "span",
                            HtmlReport.symbol(hop.verdict()) + " " + words.of("verdict." + hop.verdict()),
                            "class",
                            "badge v-" + hop.verdict());
            out.close().close();
        }
        foot(out);
    }

    private void manifest(Markup out, @Nullable RunManifest manifest) {
        if (manifest == null) {
            return;
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("topic", manifest.topic());
        facts.put("outcome", manifest.outcome().name());
        facts.put("pulled", words.number(manifest.pulled()));
        facts.put("acked", words.number(manifest.acked()));
        facts.put("records", words.number(manifest.records()));
        facts.put("dirty", words.number(manifest.dirty()));
        facts.put("zeroDates", words.number(manifest.zeroDates()));
        facts.put("bytes", ReportWords.bytes(manifest.bytes()));
        facts.put("columns", words.number((long) manifest.columns().size()));
        facts.put("keyColumns", String.join(", ", manifest.keyColumns()));
        facts.put("startedAt", words.time(manifest.startedAt()));
        facts.put("endedAt", words.time(manifest.endedAt()));
        facts.put("envelope", manifest.envelope());
        facts.put("keyId", manifest.keyId());
        Fingerprint fingerprint = manifest.fingerprint();
        facts.put("fingerprint", fingerprint == null ? null : fingerprint.sum());
        pairs(out, "evidence.manifest", facts);
        out.open("div");
        head(out, "evidence.partitions", "partition", "firstOffset", "lastOffset", "partitionRecords");
        for (PartitionRange range : manifest.partitions()) {
            out.open("tr").leaf("th", "" + range.partition(), "scope", "row");
            for (long number : new long[] {range.firstOffset(), range.lastOffset(), range.records()}) {
                out.leaf("td", words.number(number), "class", "num");
            }
            out.close();
        }
        foot(out);
        out.close();
    }

    private void positions(Markup out, TableReport table) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        for (Step step : new Step[] {Step.CAPTURE, Step.STREAM, Step.CUTOVER, Step.DROP}) {
            table.step(step).ifPresent(known -> known.evidence().forEach((name, value) -> {
                if (!name.equals("note") && !name.equals("signoff")) {
                    facts.put(step.word() + "." + name, value);
                }
            }));
        }
        pairs(out, "evidence.positions", facts);
    }

    private void pairs(Markup out, String title, Map<String, @Nullable Object> facts) {
        Map<String, String> flat = Flat.of(facts, words);
        if (flat.isEmpty()) {
            return;
        }
        out.open("div").leaf("h3", words.of(title)).open("dl");
        flat.forEach((name, text) -> {
            String last = name.substring(name.lastIndexOf('.') + 1);
            out.leaf("dt", name.equals(last) ? words.orElse("fact." + name, name) : name)
                    .leaf("dd", text);
        });
        out.close().close();
    }

    private void notes(Markup out, TableReport table) {
        if (table.notes().isEmpty()) {
            return;
        }
        head(out, "evidence.notes", "note.name", "note.at", "column.state", "note.what");
        for (JournalNote note : table.notes()) {
            out.open("tr").leaf("th", note.name(), "scope", "row").leaf("td", words.time(note.at()));
            String code = note.code().number() == 0 ? "" : " " + note.code().number() + " " + note.message();
            out.leaf("td", words.of("status." + note.state()) + code);
            StringBuilder what = new StringBuilder();
            Flat.of(note.evidence(), words).forEach((name, text) -> what.append(what.isEmpty() ? "" : " · ")
                    .append(words.orElse("fact." + name, name))
                    .append(": ")
                    .append(text));
            out.leaf("td", what.toString()).close();
        }
        foot(out);
    }

    private void steps(Markup out, TableReport table) {
        head(
                out,
                "evidence.steps",
                "steps.step",
                "column.state",
                "steps.startedAt",
                "steps.endedAt",
                "column.took",
                "steps.origin");
        for (StepReport step : table.steps()) {
            out.open("tr").leaf("th", words.of("step." + step.step().word()), "scope", "row");
            String code = step.failed() ? " " + step.code().number() : "";
            out.leaf("td", words.of("status." + step.status()) + code);
            out.leaf("td", words.time(step.startedAt())).leaf("td", words.time(step.endedAt()));
            out.leaf("td", step.took().map(words::duration).orElse(ReportWords.NOTHING), "class", "num");
            out.leaf("td", words.of("origin." + step.origin())).close();
        }
        foot(out);
    }

    private void earlier(Markup out, TableReport table) {
        if (table.earlier().isEmpty()) {
            return;
        }
        out.leaf("h3", words.of("evidence.earlier")).open("ul");
        for (TableReport.EarlierFailure failure : table.earlier()) {
            String step = words.orElse("step." + failure.step(), failure.step());
            out.open("li")
                    .leaf(
                            "strong",
                            words.of(
                                    "failure.earlier",
                                    "" + failure.attempt(),
                                    step,
                                    "" + failure.code().number()));
            out.text(" " + failure.message()).close();
        }
        out.close();
    }

    private void physical(Markup out, TableReport table) {
        if (!table.physical().isEmpty()) {
            out.open("details").leaf("summary", words.of("evidence.physical", words.number((long)
                    table.physical().size())));
            out.leaf("p", String.join(", ", table.physical()), "class", "names").close();
        }
    }

    private void head(Markup out, String title, String... columns) {
        out.leaf("h3", words.of(title))
                .open("div", "class", "scroll")
                .open("table")
                .open("thead")
                .open("tr");
        for (String column : columns) {
            out.leaf("th", words.of(column), "scope", "col");
        }
        out.close().close().open("tbody");
    }

    private static void foot(Markup out) {
        out.close().close().close();
    }
}
