package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One line of the final table: what the control topic says of a table's newest attempt, and this process's failure if
 * there was one.
 *
 * @param live {@code CUT OVER}, {@code STREAMING} once the stream has caught up, or empty
 * @param batchTopic {@code dropped}, {@code kept}, or empty while that is not decided
 * @param message empty unless the table failed or was skipped
 * @param details the rows that differ
 */
public record TableOutcome(
        String table,
        int attempt,
        OptionalLong read,
        OptionalLong acked,
        OptionalLong inTopic,
        OptionalLong inStarRocks,
        Optional<Verdict> verdict,
        String batchTopic,
        String live,
        Duration took,
        ExitCode code,
        String message,
        List<String> details) {

    static TableOutcome of(String table, ControlTopic control, @Nullable Failure failure, Duration took) {
        return of(table, control, failure, "", took);
    }

    /** @param skipped why the table was left out; empty if it was not */
    static TableOutcome of(
            String table, ControlTopic control, @Nullable Failure failure, String skipped, Duration took) {
        Optional<Word> announced = Attempts.announced(control, table);
        String attemptId = announced.map(Word::attemptId).orElse("");
        Optional<RunManifest> manifest = word(control, table, Step.SNAPSHOT, attemptId)
                .map(word -> word.evidence().get("manifest"))
                .map(tree -> RunManifest.fromJson(Json.write(tree)));
        Optional<Word> snapshot = word(control, table, Step.SNAPSHOT, attemptId);
        Optional<Word> verified = word(control, table, Step.VERIFY, attemptId);
        Optional<Word> dropped = word(control, table, Step.DROP, attemptId);
        boolean streaming = word(control, table, Step.STREAM, attemptId)
                .filter(Word::isDone)
                .isPresent();
        boolean cutOver = word(control, table, Step.CUTOVER, attemptId)
                .filter(Word::isDone)
                .isPresent();
        return new TableOutcome(
                table,
                announced.map(Word::attempt).orElse(0),
                manifest.map(m -> OptionalLong.of(m.pulled())).orElse(OptionalLong.empty()),
                manifest.map(m -> OptionalLong.of(m.acked())).orElse(OptionalLong.empty()),
                count(verified, "topicRows").isPresent() ? count(verified, "topicRows") : count(snapshot, "topicRows"),
                count(verified, "targetRows"),
                verdict(verified, failure),
                dropped.filter(Word::isDone)
                        .map(word -> String.valueOf(word.evidence().getOrDefault("batchTopic", "")))
                        .orElse(failure == null ? "" : "kept"),
                cutOver ? "CUT OVER" : streaming ? "STREAMING" : "",
                took,
                failure == null ? ExitCode.DONE : failure.code(),
                failure == null ? skipped : failure.getMessage(),
                failure == null ? List.of() : failure.details());
    }

    private static Optional<Verdict> verdict(Optional<Word> verified, @Nullable Failure failure) {
        Optional<Verdict> proven = verified.filter(Word::isDone)
                .map(word -> Verdict.valueOf(String.valueOf(word.evidence().get("verdict"))));
        if (failure != null) {
            if (failure.code() == ExitCode.REFUSED && proven.isPresent()) {
                return proven; // a guard after the proof, such as a missing sign-off, leaves it as it is
            }
            return Optional.of(
                    switch (failure.code()) {
                        case READ_NOT_ACKED, ACKED_NOT_IN_TOPIC, TOPIC_NOT_IN_STARROCKS, UNDECRYPTABLE, LIVE_DIFF ->
                            Verdict.DIFF;
                        default -> Verdict.UNKNOWN;
                    });
        }
        return proven;
    }

    private static Optional<Word> word(ControlTopic control, String table, Step step, String attemptId) {
        return control.newest(table, step.word()).filter(word -> word.of(attemptId));
    }

    private static OptionalLong count(Optional<Word> word, String name) {
        return word.isPresent() && word.get().evidence().get(name) instanceof Long count
                ? OptionalLong.of(count)
                : OptionalLong.empty();
    }

    static Duration since(Instant start) {
        return Duration.between(start, Instant.now());
    }
}
