package io.github.sluice.coordinator.doctor;

import static io.github.sluice.coordinator.doctor.Check.fail;
import static io.github.sluice.coordinator.doctor.Check.warn;
import static io.github.sluice.coordinator.doctor.Judgement.skipped;
import static io.github.sluice.coordinator.doctor.Judgement.when;

import io.github.sluice.coordinator.doctor.MachineFacts.Heard;
import io.github.sluice.coordinator.doctor.MachineFacts.Key;
import io.github.sluice.coordinator.keys.KeyBudget;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What this machine, the key and the folders must be like. Pure. */
final class MachineChecks {
    private static final int JAVA = 17;
    private static final int STRONG_BYTES = 32;
    private static final long LEAST_FREE = 1L << 30;

    private MachineChecks() {}

    static List<Check<MachineFacts>> all() {
        return List.of(
                fail("machine-java", facts -> when(facts.java() >= JAVA, "java=" + facts.java())),
                fail(
                        "machine-key",
                        facts -> when(
                                facts.key().value() != null,
                                facts.key().value() == null
                                        ? facts.key().trouble()
                                        : check(facts.key().value()))),
                fail("machine-keys-equal", facts -> facts.key().judge(key -> keysEqual(facts, key))),
                fail("machine-key-mode", facts -> facts.keyMode()
                        .map(mode -> when(mode.endsWith("------"), mode))
                        .orElse(skipped("no-key-file", ""))),
                warn("machine-key-strength", facts -> facts.key()
                        .judge(key -> when(key.bytes() >= STRONG_BYTES, "bits=" + key.bytes() * 8))),
                fail("machine-key-used-up", facts -> facts.budget()
                        .judge(budget ->
                                when(budget.shares().stream().noneMatch(KeyBudget.Share::isUsedUp), text(budget)))),
                warn("machine-key-budget", facts -> facts.budget()
                        .judge(budget ->
                                when(budget.shares().stream().noneMatch(KeyBudget.Share::needsCare), text(budget)))),
                warn("machine-state-disk", facts -> facts.stateFree()
                        .judge(free -> when(free >= LEAST_FREE, "free=" + (free >> 20) + " MiB"))),
                fail("machine-plan-fresh", facts -> facts.stalePlan()
                        .judge(stale -> when(stale.isEmpty(), Lists.few(stale)))),
                fail("machine-datax-plugins", source(facts -> facts.dataxMissing()
                        .judge(missing -> when(missing.isEmpty(), Lists.few(missing))))),
                fail(
                        "machine-datax-command",
                        source(facts -> when(
                                facts.datax().value() != null,
                                facts.datax().value() == null
                                        ? facts.datax().trouble()
                                        : facts.datax().value()))),
                fail("machine-streamer-alive", streamer(facts -> facts.streamerAges()
                        .judge(ages -> alive(ages, facts.streamerPatience())))),
                fail("machine-streamer-folder", streamer(facts -> facts.streamerFolder()
                        .judge(there -> when(there, "streamer.tables: writable=" + there)))));
    }

    private static Function<MachineFacts, Judgement> source(Function<MachineFacts, Judgement> judge) {
        return facts -> facts.source() ? judge.apply(facts) : skipped("other-side", "");
    }

    private static Function<MachineFacts, Judgement> streamer(Function<MachineFacts, Judgement> judge) {
        return source(facts -> facts.live() ? judge.apply(facts) : skipped("no-streamer", ""));
    }

    private static String check(Key key) {
        return "check=" + key.check();
    }

    /** The value that somebody carried over decides; without one, whether what stands on the control topic opens. */
    private static Judgement keysEqual(MachineFacts facts, Key key) {
        if (facts.otherCheck().isPresent()) {
            return when(
                    facts.otherCheck().get().equalsIgnoreCase(key.check()),
                    check(key) + " other=" + facts.otherCheck().get());
        }
        Heard heard = facts.heard().value();
        if (heard == null || heard.opened() + heard.unopened() == 0) {
            return skipped("no-words", check(key));
        }
        return when(heard.newestOpens(), check(key) + " opened=" + heard.opened() + " unopened=" + heard.unopened());
    }

    /** A streamer has a position of each source, and may live on where it has given one of them up. */
    private static Judgement alive(Map<String, Optional<Duration>> ages, Duration patience) {
        Map<String, Judgement> bySource = new LinkedHashMap<>();
        ages.forEach((source, age) -> bySource.put(
                source,
                when(
                        age.isPresent() && age.get().compareTo(patience) <= 0,
                        "lastWord=" + age.map(found -> found + " ago").orElse("-"))));
        return Judgement.ofAll(bySource);
    }

    private static String text(KeyBudget budget) {
        List<String> shares = budget.shares().stream()
                .map(share -> share.limit() + "=" + share.usedText() + "/" + share.mostText())
                .toList();
        return budget.keyId() + " " + String.join(" ", shares);
    }
}
