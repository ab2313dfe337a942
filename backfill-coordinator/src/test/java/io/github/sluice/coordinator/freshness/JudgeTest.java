package io.github.sluice.coordinator.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.freshness.Finding.Verdict;
import io.github.sluice.coordinator.freshness.Finding.Where;
import io.github.sluice.coordinator.kafka.StreamTail;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Which verdict each thing that can be seen leads to; times are minutes before noon. */
class JudgeTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final WatchedColumn COLUMN = new WatchedColumn("orders", null, "orders", "update_time", null);

    private Duration threshold;
    private Answer<ColumnMax> target = ago(0);
    private Answer<ColumnMax> source = Answer.none();
    private Answer<Optional<Instant>> missing = Answer.none();
    private Answer<StreamTail> topic = Answer.none();
    private boolean several;
    private List<String> ahead = List.of();

    private static Instant before(int minutes) {
        return NOON.minus(Duration.ofMinutes(minutes));
    }

    private static Answer<ColumnMax> ago(int minutes) {
        return new Answer<>(
                new ColumnMax(before(minutes).toString().replace("T", " ").replace("Z", "")), "");
    }

    private static Answer<ColumnMax> empty() {
        return new Answer<>(new ColumnMax(null), "");
    }

    private static <T> Answer<T> fault() {
        return new Answer<>(null, "no answer");
    }

    private void missingSince(int minutes) {
        missing = new Answer<>(Optional.of(before(minutes)), "");
    }

    private void tail(Integer newest, Long behind, Integer waiting) {
        topic = new Answer<>(
                new StreamTail(
                        "t", newest == null ? null : before(newest), behind, waiting == null ? null : before(waiting)),
                "");
    }

    private Finding judge() {
        Optional<Instant> moment =
                target.value() == null ? Optional.empty() : target.value().moment(ZoneOffset.UTC);
        return new Judge(NOON)
                .of(new Observation(COLUMN, threshold, target, moment, source, several, ahead(), missing, topic));
    }

    private List<String> ahead() {
        if (several) {
            return ahead;
        }
        boolean newer = source.value() != null
                && target.value() != null
                && source.value().isAfter(target.value());
        return newer ? List.of("") : List.of();
    }

    private void expect(Verdict verdict, Where where, String reason) {
        Finding found = judge();
        assertThat(found.verdict()).as(found.reason().toString()).isEqualTo(verdict);
        assertThat(found.where()).isEqualTo(where);
        assertThat(found.reason().key()).isEqualTo("freshness.reason." + reason);
    }

    @Test
    void aYoungRowIsFreshWhateverElseCannotBeAsked() {
        source = fault();
        topic = fault();
        expect(Verdict.FRESH, null, "young");
        threshold = Duration.ofMinutes(10);
        target = ago(10);
        expect(Verdict.FRESH, null, "young");
        assertThat(judge().age()).contains(Duration.ofMinutes(10));
        target = ago(-5);
        expect(Verdict.FRESH, null, "young");
        assertThat(judge().age()).contains(Duration.ZERO);
    }

    @Test
    void anOldRowIsIdleWhereMySqlHasNothingNewer() {
        target = ago(600);
        source = ago(600);
        expect(Verdict.IDLE, null, "levelWithSource");
        source = empty();
        expect(Verdict.IDLE, null, "levelWithSource");
        topic = fault();
        expect(Verdict.IDLE, null, "levelWithSource");
    }

    @Test
    void newerRowsUnderWayAreNoLagUntilTheOldestIsLate() {
        target = ago(600);
        source = ago(0);
        missingSince(0);
        expect(Verdict.FRESH, null, "underWay");
        missingSince(2);
        expect(Verdict.LAGGING, Where.UNSEEN, "missing");
        threshold = Duration.ofMinutes(5);
        expect(Verdict.FRESH, null, "underWay");
    }

    @Test
    void whatTheTopicLacksIsHeldUpInCapture() {
        target = ago(60);
        source = ago(0);
        missingSince(59);
        tail(60, 0L, null);
        expect(Verdict.LAGGING, Where.CAPTURE, "capture");
        tail(null, null, null);
        expect(Verdict.LAGGING, Where.CAPTURE, "capture");
        tail(1, 5L, 0);
        expect(Verdict.LAGGING, Where.CAPTURE, "capture");
    }

    @Test
    void whatTheTopicHasIsHeldUpInLoad() {
        target = ago(60);
        source = ago(0);
        missingSince(59);
        tail(0, 500L, 58);
        expect(Verdict.LAGGING, Where.LOAD, "load");
        assertThat(judge().reason().arguments())
                .containsExactly("500", "t", before(58).toString());
        tail(0, null, null);
        expect(Verdict.LAGGING, Where.LOAD, "notBegun");
        topic = fault();
        expect(Verdict.LAGGING, Where.UNSEEN, "missing");
    }

    /** Deletes and updates that leave the column alone wait in the topic while both maxima are the same. */
    @Test
    void recordsThatWaitAreLagAlsoWhereTheValuesAreLevel() {
        target = ago(0);
        source = ago(0);
        tail(0, 3L, 30);
        expect(Verdict.LAGGING, Where.LOAD, "load");
        threshold = Duration.ofHours(1);
        expect(Verdict.FRESH, null, "young");
    }

    @Test
    void withoutMySqlTheTopicDecides() {
        target = ago(600);
        tail(599, 0L, null);
        expect(Verdict.IDLE, null, "levelWithTopic");
        tail(0, 3L, 0);
        expect(Verdict.FRESH, null, "underWay");
        tail(10, null, null);
        expect(Verdict.LAGGING, Where.LOAD, "notBegun");
        tail(600, null, null);
        expect(Verdict.IDLE, null, "levelWithTopic");
        tail(null, null, null);
        expect(Verdict.IDLE, null, "levelWithTopic");
        topic = fault();
        expect(Verdict.UNKNOWN, null, "failed");
    }

    @Test
    void anEmptyTableIsEmptyOnlyWhereNothingWaitsForIt() {
        target = empty();
        source = empty();
        expect(Verdict.EMPTY, null, "levelWithSource");
        source = Answer.none();
        tail(null, null, null);
        expect(Verdict.EMPTY, null, "levelWithTopic");
        tail(10, null, null);
        expect(Verdict.LAGGING, Where.LOAD, "notBegun");
        source = ago(5);
        missingSince(6);
        topic = Answer.none();
        expect(Verdict.LAGGING, Where.UNSEEN, "missing");
    }

    @Test
    void aYoungRowOfOneMySqlSaysNothingOfAnother() {
        several = true;
        source = ago(0);
        expect(Verdict.FRESH, null, "young");
        ahead = List.of("rds2", "rds3");
        missingSince(2);
        tail(0, 0L, null);
        expect(Verdict.LAGGING, Where.CAPTURE, "capture");
        assertThat(judge().reason().arguments()).endsWith(" rds2, rds3");
        assertThat(judge().ahead()).containsExactly("rds2", "rds3");
        missingSince(0);
        expect(Verdict.FRESH, null, "underWay");
        ahead = List.of();
        source = fault();
        expect(Verdict.UNKNOWN, null, "failed");
    }

    @Test
    void everyMySqlIsAskedAndEachThatGivesNoAnswerIsNamed() {
        Map<String, Supplier<Integer>> questions = new LinkedHashMap<>();
        questions.put("rds1", () -> {
            throw new Failure(ExitCode.UNKNOWN, "refused");
        });
        questions.put("rds2", () -> 2);
        questions.put("rds3", () -> {
            throw new Failure(ExitCode.USAGE, "denied");
        });
        assertThat(Answer.toAll(questions)).isEqualTo(new Answer<>(null, "rds1: refused; rds3: denied"));
        questions.keySet().retainAll(List.of("rds2"));
        assertThat(Answer.toAll(questions)).isEqualTo(new Answer<>(Map.of("rds2", 2), ""));
    }

    @Test
    void aloneOnlyAThresholdTells() {
        target = ago(600);
        expect(Verdict.UNKNOWN, null, "nothingToCompare");
        threshold = Duration.ofMinutes(5);
        expect(Verdict.LAGGING, Where.UNSEEN, "tooOld");
        target = empty();
        expect(Verdict.LAGGING, Where.UNSEEN, "tooOld");
    }

    @Test
    void whatCannotBeAskedIsNeverGood() {
        target = fault();
        source = ago(0);
        expect(Verdict.UNKNOWN, null, "failed");
        target = ago(600);
        source = fault();
        tail(600, 0L, null);
        expect(Verdict.UNKNOWN, null, "failed");
        assertThat(judge().faults()).containsExactly("no answer");
        source = ago(0);
        missing = fault();
        expect(Verdict.UNKNOWN, null, "failed");
        target = new Answer<>(new ColumnMax("abc"), "");
        expect(Verdict.UNKNOWN, null, "noTime");
    }
}
