package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings.CutoverPolicy;
import io.github.sluice.wire.json.Json;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's word that a verified batch may be let go of, and that the stream, where there is one, takes over: who, how
 * and when, in the journal and on the control topic. Asked for once per attempt, also when the run is killed right after
 * it. One thread.
 */
final class SignOff {
    /** The name in journal and control topic. */
    static final String WORD = "signoff";

    private final Workplace work;
    private final StepLedger steps;
    private final Backfill.Gate gate;

    SignOff(Workplace work, StepLedger steps, Backfill.Gate gate) {
        this.work = work;
        this.steps = steps;
        this.gate = gate;
    }

    /**
     * Returns once there is one.
     *
     * @throws Failure with {@link ExitCode#REFUSED} if nobody gives it, or there is nothing yet to sign off
     */
    Map<String, @Nullable Object> require(Attempt attempt) {
        Optional<Map<String, @Nullable Object>> given = given(attempt);
        if (given.isPresent()) {
            return given.get();
        }
        steps.refuseUnlessLegal(Procedure.Act.SIGN, attempt, Side.TARGET);
        Optional<String> how = policy().or(() -> gate.approval(attempt.table()));
        if (how.isEmpty()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    attempt.table() + ": the batch is verified; nobody has signed off that the stream takes over. Run"
                            + " again with --yes (or set policy.cutover: auto)");
        }
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("who", System.getProperty("user.name", "unknown") + "@" + host());
        evidence.put("how", how.get());
        evidence.put("at", Instant.now().toString());
        work.journal().done(attempt, WORD, Json.write(evidence));
        work.control().publish(Word.done(attempt.table(), WORD, attempt.number(), attempt.id(), evidence));
        return evidence;
    }

    /** Without a stream the policy over the batch topic is the word; with one, only if it says so. */
    private Optional<String> policy() {
        if (work.settings().streamer() == null) {
            return Optional.of("policy.batchTopic: "
                    + work.settings().policy().batchTopic().name().toLowerCase(Locale.ROOT));
        }
        return work.settings().policy().cutover() == CutoverPolicy.AUTO
                ? Optional.of("policy.cutover: auto")
                : Optional.empty();
    }

    /** The sign-off that an attempt has, if any. */
    Optional<Map<String, @Nullable Object>> given(Attempt attempt) {
        return work.journal()
                .step(attempt, WORD)
                .filter(entry -> entry.state() == StepState.DONE)
                .map(entry -> {
                    Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
                    if (Json.parse(entry.evidence()) instanceof Map<?, ?> map) {
                        map.forEach((key, value) -> evidence.put(String.valueOf(key), value));
                    }
                    return evidence;
                });
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
