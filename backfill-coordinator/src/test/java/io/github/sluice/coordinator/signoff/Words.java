package io.github.sluice.coordinator.signoff;

import io.github.sluice.coordinator.verify.Verdict;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Approvers and what they sign, for tests. */
final class Words {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final KeyPair ALICE = Ed25519.generate();
    static final KeyPair BOB = Ed25519.generate();
    static final Map<String, PublicKey> BOTH = Map.of("alice", ALICE.getPublic(), "bob", BOB.getPublic());

    private Words() {}

    static VerificationReport report(Verdict verdict) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("verdict", verdict.name());
        facts.put("table", "orders");
        facts.put("run", "shop");
        facts.put("attemptId", "id-1");
        facts.put("attempt", 1);
        facts.put("counts", Map.of("read", 3, "acked", 3, "topic", 3, "starrocks", 3, "dirty", 0));
        facts.put("fingerprints", Map.of("starrocks", "00ff"));
        facts.put(
                "topic",
                Map.of(
                        "name",
                        "all.orders",
                        "partitions",
                        java.util.List.of(
                                Map.of("partition", 0, "start", 0, "end", 2),
                                Map.of("partition", 1, "start", 0, "end", 1))));
        return VerificationReport.of(facts);
    }

    static Subject subject(Verdict verdict) {
        return new Subject("shop", "orders", 1, "id-1", report(verdict).hash(), verdict);
    }

    static SignOffRules rules(int approvers, boolean waivers) {
        return new SignOffRules(approvers, BOTH, Duration.ofHours(24), waivers);
    }

    static SignedStatement signed(String name, KeyPair pair, Subject subject, Instant at, String waiver) {
        Statement statement = new Statement(subject, name, at, waiver);
        return new SignedStatement(statement, "--key", Ed25519.sign(pair.getPrivate(), statement.text()));
    }

    static SignedStatement alice(Subject subject) {
        return signed("alice", ALICE, subject, NOW, "");
    }

    static SignedStatement bob(Subject subject) {
        return signed("bob", BOB, subject, NOW, "");
    }
}
