package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.run.SignOffDesk;
import io.github.sluice.coordinator.signoff.Decision;
import io.github.sluice.coordinator.signoff.SignedStatement;
import io.github.sluice.coordinator.signoff.VerificationReport;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Verified attempts and their sign-offs, as operators and machines read them. One thread. */
final class SignOffPages {
    private static final String[] HOPS = {"read", "acked", "topic", "starrocks"};

    private final PrintWriter out;
    private final Messages words = Messages.system();

    SignOffPages(PrintWriter out) {
        this.out = out;
    }

    /** The whole evidence of one attempt. */
    void evidence(SignOffDesk.Page page) {
        out.println(page.table() + "  " + words.of("attempt", page.attempt()));
        page.report().ifPresent(this::report);
        page.decision().ifPresent(this::decision);
        if (page.report().isEmpty()) {
            out.println("  " + words.of("signoff.unverified"));
        }
        out.flush();
    }

    private void report(VerificationReport report) {
        line("signoff.verdict", report.verdict().name());
        for (String hop : HOPS) {
            OptionalLong rows = report.rows(hop);
            line("signoff.hop." + hop, rows.isPresent() ? String.format("%,d", rows.getAsLong()) : "?");
        }
        line("signoff.dirty", String.valueOf(report.rows("dirty").orElse(0)));
        Map<String, @Nullable Object> facts = report.facts();
        if (facts.get("fingerprints") instanceof Map<?, ?> sums) {
            line("signoff.fingerprint", String.valueOf(sums.get("starrocks")));
        }
        if (facts.get("topic") instanceof Map<?, ?> topic) {
            line("signoff.topic", topic.get("name") + " " + report.ends());
        }
        if (facts.get("times") instanceof Map<?, ?> times) {
            line("signoff.verifiedAt", String.valueOf(times.get("verifyEnded")));
        }
        line("signoff.hash", report.hash());
        if (!String.valueOf(facts.get("message")).isEmpty()) {
            line("signoff.message", Printable.line(String.valueOf(facts.get("message"))));
        }
    }

    private void decision(Decision decision) {
        for (SignedStatement signed : decision.accepted()) {
            String waiver = signed.statement().waiver();
            line(
                    "signoff.signed",
                    Printable.line(signed.signer()) + "  " + signed.statement().at() + "  " + signed.how()
                            + (waiver.isEmpty() ? "" : "  " + words.of("signoff.waived", Printable.line(waiver))));
        }
        line("signoff.state", state(decision));
        if (!decision.granted()) {
            decision.refusals().forEach(reason -> out.println("    " + Printable.line(reason)));
        }
    }

    private String state(Decision decision) {
        return decision.granted()
                ? words.of("signoff.granted")
                : words.of("signoff.open", decision.accepted().size(), decision.needed());
    }

    private void line(String key, String value) {
        String name = words.of(key);
        out.println("  " + name + " ".repeat(Math.max(1, 16 - TextTable.width(name))) + value);
    }

    /** One line for each. */
    void list(List<SignOffDesk.Page> pages) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                words.of("column.table"),
                words.of("signoff.column.attempt"),
                words.of("column.verdict"),
                words.of("signoff.column.hash"),
                words.of("signoff.column.state"),
                words.of("signoff.column.who")));
        for (SignOffDesk.Page page : pages) {
            lines.add(List.of(
                    page.table(),
                    String.valueOf(page.attempt()),
                    page.report().map(report -> report.verdict().name()).orElse("-"),
                    page.report().map(report -> report.hash().substring(0, 12)).orElse("-"),
                    page.decision().map(this::state).orElse(words.of("signoff.unverified")),
                    page.decision()
                            .map(Decision::who)
                            .filter(who -> !who.isEmpty())
                            .map(Printable::line)
                            .orElse("-")));
        }
        TextTable.printTexts(out, lines);
        out.flush();
    }

    /** All of it, for machines. */
    void json(List<SignOffDesk.Page> pages) {
        List<Object> all = new ArrayList<>();
        for (SignOffDesk.Page page : pages) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("table", page.table());
            one.put("attempt", page.attempt());
            one.put("granted", page.granted());
            one.put("reportSha256", page.report().map(VerificationReport::hash).orElse(null));
            one.put("report", page.report().map(VerificationReport::facts).orElse(null));
            one.put("needed", page.decision().map(Decision::needed).orElse(null));
            one.put(
                    "signed",
                    page.decision()
                            .map(decision -> decision.accepted().stream()
                                    .map(SignedStatement::toTree)
                                    .toList())
                            .orElse(List.of()));
            one.put("refusals", page.decision().map(Decision::refusals).orElse(List.of()));
            all.add(one);
        }
        out.println(Json.write(all));
        out.flush();
    }
}
