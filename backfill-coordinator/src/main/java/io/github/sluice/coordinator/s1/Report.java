package io.github.sluice.coordinator.s1;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects findings, each once. Whatever the detectors quote, secrets that were found are not printed. One thread.
 */
final class Report {
    /** Shorter ones are no secrets, and would blank out letters everywhere. */
    private static final int SHORTEST_SECRET = 4;

    private static final int LONGEST_EVIDENCE = 100;

    private final Set<Finding> findings = new LinkedHashSet<>();
    private final Set<String> secrets = new HashSet<>();

    void add(KnownFault fault, Spot at, String evidence) {
        add(fault, at.in().file(), at.line(), evidence);
    }

    void add(KnownFault fault, JsonPlace at, String evidence) {
        add(fault, at.file(), at.line(), evidence);
    }

    void add(KnownFault fault, String file, int line, String evidence) {
        findings.add(new Finding(fault, file, line, evidence));
    }

    /** A text that must never be said. */
    void secret(String text) {
        if (text.length() >= SHORTEST_SECRET) {
            secrets.add(text);
        }
    }

    /** What was found, by number, file and line. */
    List<Finding> findings() {
        List<String> longestFirst = secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
        return findings.stream()
                .map(finding -> new Finding(
                        finding.fault(), finding.file(), finding.line(), said(finding.evidence(), longestFirst)))
                .sorted(Comparator.comparing(
                                (Finding finding) -> finding.fault().number())
                        .thenComparing(Finding::file)
                        .thenComparing(Finding::line)
                        .thenComparing(Finding::evidence))
                .toList();
    }

    private static String said(String evidence, List<String> secrets) {
        String said = evidence;
        for (String secret : secrets) {
            said = said.replace(secret, "[hidden]");
        }
        said = said.replaceAll("[\\s\\p{Cntrl}]+", " ").trim();
        return said.length() <= LONGEST_EVIDENCE ? said : said.substring(0, LONGEST_EVIDENCE - 1) + "…";
    }
}
