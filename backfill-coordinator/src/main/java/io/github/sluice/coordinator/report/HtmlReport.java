package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.verify.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The report as one page that needs nothing else: no network, no script. It is well-formed XML too. Written as it is made,
 * so that no size of a run needs it in memory. One thread.
 */
public final class HtmlReport {
    private static final String STYLE = "/sluice-report.css";

    private final RunReport report;
    private final ReportWords words;

    public HtmlReport(RunReport report, ReportWords words) {
        this.report = report;
        this.words = words;
    }

    /** @throws UncheckedIOException if {@code target} cannot be written to */
    public void write(Appendable target) {
        Markup out = new Markup(target);
        out.raw("<!DOCTYPE html>\n");
        out.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", words.language());
        head(out);
        out.open("body").open("main");
        banner(out);
        facts(out);
        gaps(out);
        new TableOverview(report, words).write(out);
        new TimingSection(report, words).write(out);
        new CourseSection(report, words).write(out);
        new EvidenceSection(report, words).write(out);
        out.open("footer")
                .leaf("p", words.of("footer", report.version(), words.time(report.madeAt())))
                .close();
        out.close().close().close().raw("\n");
    }

    private void head(Markup out) {
        out.open("head");
        out.empty("meta", "charset", "utf-8");
        // whatever a name or a message holds, the page loads nothing and runs nothing
        out.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'");
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        out.empty("meta", "name", "color-scheme", "content", "light dark");
        out.leaf("title", words.of("title", report.run()));
        out.open("style").raw(style()).close();
        out.close();
    }

    private void banner(Markup out) {
        Verdict verdict = report.verdict();
        out.open("header");
        out.leaf("p", words.of("product"), "class", "product");
        out.leaf("h1", report.run());
        out.open("p", "class", "verdict v-" + verdict.name());
        out.leaf("span", symbol(verdict), "class", "symbol").text(" ");
        out.leaf("strong", words.of("verdict." + verdict.name())).text(" ");
        out.leaf("span", sentence(verdict));
        out.close();
        out.close();
    }

    /** The verdict in one line. */
    private String sentence(Verdict verdict) {
        String all = words.number((long) report.tables().size());
        return switch (verdict) {
            case EQUAL -> words.of(report.cutOver() ? "head.equal" : "head.equalSoFar", all);
            case DIFF ->
                words.of(
                        "head.diff",
                        all,
                        words.number(report.count(Verdict.DIFF)),
                        words.number(report.count(Verdict.UNKNOWN)));
            case UNKNOWN -> words.of("head.unknown", all, words.number(report.count(Verdict.UNKNOWN)));
        };
    }

    static String symbol(Verdict verdict) {
        return switch (verdict) {
            case EQUAL -> "✓";
            case DIFF -> "✗";
            case UNKNOWN -> "?";
        };
    }

    private void facts(Markup out) {
        out.open("section", "class", "facts");
        fact(
                out,
                "fact.tables",
                words.number((long) report.tables().size()),
                report.physical() == 0 ? "" : words.of("fact.physical", words.number(report.physical())));
        fact(
                out,
                "fact.verdicts",
                "✓ " + report.count(Verdict.EQUAL) + "  ✗ " + report.count(Verdict.DIFF) + "  ? "
                        + report.count(Verdict.UNKNOWN),
                words.of("fact.verdictsNote", words.number(report.count(TableReport.State.FAILED))));
        long rows = report.sum(manifest -> manifest.acked());
        fact(
                out,
                "fact.rows",
                words.number(rows),
                words.of("fact.bytesSent", ReportWords.bytes(report.sum(m -> m.bytes()))));
        Duration took = report.startedAt()
                .flatMap(from -> report.lastAt().map(to -> Duration.between(from, to)))
                .orElse(Duration.ZERO);
        fact(
                out,
                "fact.time",
                took.isZero() ? ReportWords.NOTHING : words.duration(took),
                report.startedAt().map(words::time).orElse("")
                        + report.lastAt().map(to -> "\n→ " + words.time(to)).orElse(""));
        out.close();
        out.open("p", "class", "versions").text(words.of("versions", "sluice " + report.version()));
        report.versions().forEach((name, versions) -> out.text(" · " + name + " " + joined(versions)));
        out.close();
    }

    private static String joined(TreeSet<String> versions) {
        return String.join(" / ", versions);
    }

    private void fact(Markup out, String label, String value, String note) {
        out.open("div", "class", "fact");
        out.leaf("span", words.of(label), "class", "name").leaf("b", value).leaf("small", note);
        out.close();
    }

    private void gaps(Markup out) {
        if (report.gaps().isEmpty()) {
            return;
        }
        out.open("section", "class", "gaps");
        out.leaf("h2", words.of("gaps.title"));
        out.open("ul");
        for (Gap gap : report.gaps()) {
            out.open("li").text((gap.table().isEmpty() ? "" : gap.table() + ": ") + words.of("gap." + gap.kind()));
            if (!gap.detail().isEmpty()) {
                out.text(" ").leaf("code", gap.detail());
            }
            out.close();
        }
        out.close().close();
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(STYLE), STYLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
