package io.github.sluice.coordinator.signoff;

import static io.github.sluice.coordinator.signoff.Words.ALICE;
import static io.github.sluice.coordinator.signoff.Words.NOW;
import static io.github.sluice.coordinator.signoff.Words.alice;
import static io.github.sluice.coordinator.signoff.Words.bob;
import static io.github.sluice.coordinator.signoff.Words.rules;
import static io.github.sluice.coordinator.signoff.Words.signed;
import static io.github.sluice.coordinator.signoff.Words.subject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A batch goes only over words that the policy counts, each about this very report. */
class SignOffGuardTest {
    private static final Subject EQUAL = subject(Verdict.EQUAL);

    private static Decision decide(SignOffRules rules, Subject subject, SignedStatement... said) {
        return new SignOffGuard(rules).decide(subject, List.of(said), NOW);
    }

    private static void refused(Decision decision, String why, String wayOut) {
        assertThat(decision.granted()).isFalse();
        assertThat(decision.refusals())
                .anySatisfy(reason -> assertThat(reason).contains(why).contains(wayOut));
        Failure failure = decision.refusal();
        assertThat(failure.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(failure.getMessage())
                .startsWith("orders: attempt 1 is verified")
                .contains(why);
    }

    @Test
    void oneApproverIsEnoughWhereOneIsAskedForAndTwoDifferentOnesWhereTwoAre() {
        assertThat(decide(rules(1, false), EQUAL, alice(EQUAL)).granted()).isTrue();
        Decision two = decide(rules(2, false), EQUAL, alice(EQUAL), bob(EQUAL));
        assertThat(two.granted()).isTrue();
        assertThat(two.who()).isEqualTo("alice, bob");
        assertThat(two.refusals()).isEmpty();
        refused(decide(rules(2, false), EQUAL, alice(EQUAL)), "have sluice signoff orders --key FILE", "alice or bob");
        refused(decide(rules(1, false), EQUAL), "have sluice signoff orders --key FILE", "alice or bob");
    }

    @Test
    void theSameSignerTwiceIsOne() {
        SignedStatement again = signed("alice", ALICE, EQUAL, NOW.minusSeconds(60), "");
        refused(
                decide(rules(2, false), EQUAL, alice(EQUAL), again),
                "the second word of alice counts for nothing",
                "another approver must sign");
        assertThat(decide(rules(2, false), EQUAL, alice(EQUAL), again, bob(EQUAL))
                        .granted())
                .isTrue();
    }

    @Test
    void aNameWithoutAKeyOfThePolicyCountsForNothing() {
        refused(
                decide(rules(1, false), EQUAL, signed("mallory", Ed25519.generate(), EQUAL, NOW, "")),
                "policy.signoff.keys has no key of that name",
                "alice or bob");
        refused(
                decide(
                        rules(1, false),
                        EQUAL,
                        new SignedStatement(new Statement(EQUAL, "root@db1", NOW, ""), "--yes", "")),
                "policy.signoff.keys has no key of that name",
                "add the key in the settings of both halves");
    }

    @Test
    void whoSignsInAnothersNameIsFoundOut() {
        refused(
                decide(rules(1, false), EQUAL, signed("bob", ALICE, EQUAL, NOW, "")),
                "does not carry a signature that fits policy.signoff.keys.bob",
                "sign again");
        refused(
                decide(
                        rules(1, false),
                        EQUAL,
                        new SignedStatement(new Statement(EQUAL, "alice", NOW, ""), "--yes", "")),
                "does not carry a signature",
                "sign again");
    }

    @Test
    void aWordAboutAnythingElseIsNoneAboutThis() {
        refused(
                decide(
                        rules(1, false),
                        EQUAL,
                        alice(new Subject("other", "orders", 1, "id-1", EQUAL.report(), Verdict.EQUAL))),
                "is about table orders of run other",
                "sign this one");
        refused(
                decide(
                        rules(1, false),
                        EQUAL,
                        alice(new Subject("shop", "items", 1, "id-1", EQUAL.report(), Verdict.EQUAL))),
                "is about table items of run shop",
                "sign this one");
        refused(
                decide(
                        rules(1, false),
                        EQUAL,
                        alice(new Subject("shop", "orders", 2, "id-2", EQUAL.report(), Verdict.EQUAL))),
                "is about attempt 2 (id-2)",
                "sign again");
        refused(
                decide(
                        rules(1, false),
                        EQUAL,
                        alice(new Subject("shop", "orders", 1, "id-2", EQUAL.report(), Verdict.EQUAL))),
                "is about attempt 1 (id-2)",
                "sign again");
        refused(
                decide(rules(1, false), EQUAL, alice(subject(Verdict.DIFF))),
                "is about report " + subject(Verdict.DIFF).report().substring(0, 12),
                "look at it and sign again");
    }

    @Test
    void aWordExpiresAndOneOfTheFutureIsNoneYet() {
        Instant last = NOW.minus(Duration.ofHours(24));
        assertThat(decide(rules(1, false), EQUAL, signed("alice", ALICE, EQUAL, last, ""))
                        .granted())
                .isTrue();
        refused(
                decide(rules(1, false), EQUAL, signed("alice", ALICE, EQUAL, last.minusSeconds(1), "")),
                "has expired (policy.signoff.expires is 24h)",
                "sign again");
        assertThat(decide(rules(1, false), EQUAL, signed("alice", ALICE, EQUAL, NOW.plusSeconds(300), ""))
                        .granted())
                .as("clocks are never quite the same")
                .isTrue();
        refused(
                decide(rules(1, false), EQUAL, signed("alice", ALICE, EQUAL, NOW.plusSeconds(301), "")),
                "is of 2026-03-01T10:05:01Z, and now it is 2026-03-01T10:00:00Z",
                "set the clocks right");
    }

    @Test
    void aDifferenceGoesOnlyWithAWaiverAndWhereThePolicyHasWaivers() {
        Subject diff = subject(Verdict.DIFF);
        SignedStatement waived = signed("alice", ALICE, diff, NOW, "three test rows");
        Decision granted = decide(rules(1, true), diff, waived);
        assertThat(granted.granted()).isTrue();
        assertThat(granted.waiver()).isEqualTo("three test rows");
        refused(decide(rules(1, false), diff, waived), "only where policy.signoff.waivers is true", "run again");
        refused(decide(rules(1, true), diff, alice(diff)), "waives nothing", "--waive REASON");
        refused(
                decide(rules(1, true), diff, signed("alice", ALICE, diff, NOW, " ")),
                "waives nothing",
                "--waive REASON");
        assertThat(decide(rules(2, true), diff, waived, bob(diff)).granted())
                .as("whoever waives nothing has not accepted the difference")
                .isFalse();
        refused(
                decide(rules(1, true), EQUAL, signed("alice", ALICE, EQUAL, NOW, "why not")),
                "waives a difference where there is none",
                "sign without --waive");
    }

    @Test
    void whatNobodyKnowsNobodyCanWaive() {
        Subject unknown = subject(Verdict.UNKNOWN);
        Decision decision =
                decide(rules(1, true), unknown, signed("alice", ALICE, unknown, NOW, "it will do"), bob(unknown));
        refused(decision, "so nobody knows what would be waived", "run again");
        assertThat(decision.barred()).isTrue();
    }

    @Test
    void withoutKeysANamedPersonIsEnough() {
        SignOffRules open = new SignOffRules(1, Map.of(), Duration.ofHours(24), false);
        SignedStatement named = new SignedStatement(new Statement(EQUAL, "ops@db1", NOW, ""), "--yes", "");
        assertThat(decide(open, EQUAL, named).granted()).isTrue();
        assertThat(decide(open, EQUAL, named).who()).isEqualTo("ops@db1");
        refused(decide(open, EQUAL), "sluice signoff orders", "run again with --yes (or set policy.cutover: auto)");
    }

    /** Whatever is changed of a signed word, by however little, it no longer counts. */
    @Test
    void noPartOfASignedWordCanBeChanged() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> fields = new ArrayList<>(alice(EQUAL).statement().toTree().keySet());
        fields.add("signature");
        for (int i = 0; i < 500; i++) {
            SignedStatement signed = signed("alice", ALICE, EQUAL, NOW.minusSeconds(random.nextInt(80_000)), "");
            String field = fields.get(random.nextInt(fields.size()));
            Map<String, Object> tree = new LinkedHashMap<>(signed.toTree());
            Map<String, Object> statement =
                    new LinkedHashMap<>(signed.statement().toTree());
            Map<String, Object> changed = field.equals("signature") ? tree : statement;
            changed.put(field, mutated(changed.get(field), random));
            tree.put("statement", statement);
            boolean granted;
            try {
                SignedStatement forged = SignedStatement.fromTree(Json.parse(Json.write(tree)));
                granted = decide(rules(1, true), EQUAL, forged).granted();
            } catch (IllegalArgumentException unreadable) {
                granted = false;
            }
            assertThat(granted)
                    .as("seed " + seed + ", case " + i + ": " + field + " " + tree)
                    .isFalse();
        }
    }

    private static Object mutated(Object value, Random random) {
        if (value instanceof Integer number) {
            return number + 1 + random.nextInt(9);
        }
        String text = String.valueOf(value);
        if (text.isEmpty()) {
            return "x";
        }
        int at = random.nextInt(text.length());
        char other = (char) (text.charAt(at) ^ (1 << random.nextInt(4)));
        // Base64 ends in padding bits that decoders pass over; another alphabet letter before them is another signature
        if (text.endsWith("==") && at >= text.length() - 3) {
            return "A" + (text.charAt(0) == 'A' ? "B" : "") + text.substring(1);
        }
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    @Test
    void theSignedTextIsTheOneThatTheManualShows() {
        Subject subject = new Subject("shop-2026", "orders", 3, "7f0c", "ab".repeat(32), Verdict.EQUAL);
        assertThat(new Statement(subject, "alice", NOW, "").text())
                .isEqualTo("{\"at\":\"2026-03-01T10:00:00Z\",\"attempt\":3,\"attemptId\":\"7f0c\",\"format\":"
                        + "\"sluice-signoff/1\",\"report\":\"" + "ab".repeat(32)
                        + "\",\"run\":\"shop-2026\",\"signer\":\"alice\",\"table\":\"orders\",\"verdict\":\"EQUAL\","
                        + "\"waiver\":\"\"}");
    }

    @Test
    void whatIsNoWordIsRefusedWhenItIsRead() {
        for (String text : new String[] {"1", "{}", "{\"statement\":{},\"how\":\"\",\"signature\":\"\"}"}) {
            assertThatThrownBy(() -> SignedStatement.fromTree(Json.parse(text)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        SignedStatement signed = alice(EQUAL);
        assertThat(SignedStatement.fromTree(Json.parse(Json.write(signed.toTree()))))
                .isEqualTo(signed);
    }
}
