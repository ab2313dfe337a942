package io.github.sluice.coordinator.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.connect.Look.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** It goes by committed offsets; time is the test's. */
class WatchdogTest {
    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);
    private static final Duration STALL = Duration.ofSeconds(60);

    /** Connect and Kafka as the test says they are. */
    private static final class Scene implements Sight {
        private Optional<ConnectorStatus> status = Optional.of(running());
        private final Map<TopicPartition, Standing> standings = new LinkedHashMap<>();
        private boolean onlyMarkers;
        private boolean unreachable;
        private int restarts;
        private int readings;

        void stands(TopicPartition partition, long committed, long end) {
            standings.put(partition, new Standing(0, committed, end));
        }

        @Override
        public Optional<ConnectorStatus> status() {
            if (unreachable) {
                throw new ConnectException(ConnectException.Kind.NO_CONNECTION, 0, false, "no connection", null);
            }
            return status;
        }

        @Override
        public Map<TopicPartition, Standing> standings() {
            return standings;
        }

        @Override
        public boolean holdsRecords(TopicPartition partition, Standing standing) {
            readings++;
            return !onlyMarkers;
        }

        @Override
        public void restartFailed() {
            restarts++;
        }
    }

    private final Scene scene = new Scene();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Watchdog dog = new Watchdog(scene, STALL, 0);

    private static ConnectorStatus running() {
        return status("RUNNING");
    }

    private static ConnectorStatus status(String task) {
        return new ConnectorStatus(
                "sink",
                "RUNNING",
                "w:1",
                "",
                List.of(new ConnectorStatus.Task(0, task, "w:1", task.equals("FAILED") ? "org.X: boom\n\tat y" : "")));
    }

    private Look after(int seconds) {
        now = now.plusSeconds(seconds);
        return dog.look(now);
    }

    @Test
    void lagAndRateAreThoseOfAllPartitions() {
        scene.stands(FIRST, 10, 110);
        scene.stands(SECOND, 0, 50);
        Look first = after(0);
        assertThat(first.lag()).isEqualTo(150);
        assertThat(first.recordsPerSecond()).isNull();
        scene.stands(FIRST, 60, 110);
        scene.stands(SECOND, 50, 50);
        Look second = after(10);
        assertThat(second.lag()).isEqualTo(50);
        assertThat(second.recordsPerSecond()).isEqualTo(10.0);
        assertThat(second.verdict()).isEqualTo(Verdict.GOES_ON);
        assertThat(second.still()).isZero();
    }

    @Test
    void aRunningConnectorThatLoadsNothingHasStalled() {
        scene.stands(FIRST, 10, 20);
        scene.stands(SECOND, 5, 500);
        after(0);
        scene.stands(SECOND, 100, 500);
        assertThat(after(59).verdict()).isEqualTo(Verdict.GOES_ON);
        scene.stands(SECOND, 200, 500);
        Look stalled = after(1);
        assertThat(stalled.verdict()).isEqualTo(Verdict.STALLED);
        assertThat(stalled.still()).isEqualTo(STALL);
        assertThat(stalled.stuck()).as("the other partition moves").containsExactly(FIRST);
        assertThat(stalled.reason()).contains("topic t partition 0").contains("60 s");
    }

    @Test
    void anyStepOfTheCommittedOffsetStartsTheTimeAnew() {
        scene.stands(FIRST, 10, 20);
        after(0);
        scene.stands(FIRST, 11, 20);
        after(50);
        assertThat(after(50).verdict()).isEqualTo(Verdict.GOES_ON);
        assertThat(after(10).verdict()).isEqualTo(Verdict.STALLED);
    }

    @Test
    void whoHasNothingToLoadMayStandStill() {
        scene.stands(FIRST, 20, 20);
        after(0);
        assertThat(after(3600).verdict()).isEqualTo(Verdict.GOES_ON);
        scene.stands(FIRST, 20, 25);
        assertThat(after(30).verdict()).as("new records come").isEqualTo(Verdict.GOES_ON);
        assertThat(after(59).verdict()).isEqualTo(Verdict.STALLED);
    }

    @Test
    void markersOfTransactionsAreNothingToLoad() {
        scene.stands(FIRST, 19, 20);
        scene.onlyMarkers = true;
        after(0);
        assertThat(after(10).lag()).isZero();
        assertThat(after(3600).verdict()).isEqualTo(Verdict.GOES_ON);
        assertThat(scene.readings).as("read once for the same end").isEqualTo(1);
        scene.onlyMarkers = false;
        scene.stands(FIRST, 19, 22);
        after(10);
        assertThat(scene.readings).isEqualTo(2);
        assertThat(after(60).verdict()).isEqualTo(Verdict.STALLED);
    }

    @Test
    void offsetsBeforeTheLogsBeginningAreNoLag() {
        scene.standings.put(FIRST, new Standing(100, 40, 130));
        assertThat(after(0).lag()).isEqualTo(30);
    }

    @Test
    void aFailedTaskEndsIt() {
        scene.stands(FIRST, 10, 20);
        after(0);
        scene.status = Optional.of(status("FAILED"));
        Look failed = after(10);
        assertThat(failed.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(failed.reason()).contains("task 0 on w:1: org.X: boom");
        assertThat(failed.stuck()).containsExactly(FIRST);
        assertThat(scene.restarts).isZero();
    }

    @Test
    void restartsAreTriedBefore() {
        dog = new Watchdog(scene, STALL, 2);
        scene.stands(FIRST, 10, 20);
        scene.status = Optional.of(status("FAILED"));
        assertThat(after(0).verdict()).isEqualTo(Verdict.GOES_ON);
        scene.status = Optional.of(running());
        assertThat(after(10).restarts()).isEqualTo(1);
        scene.status = Optional.of(status("FAILED"));
        assertThat(after(10).verdict()).isEqualTo(Verdict.GOES_ON);
        assertThat(after(10).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(scene.restarts).isEqualTo(2);
    }

    @Test
    void aRestartIsGivenTheTimeThatItTakes() {
        dog = new Watchdog(scene, STALL, 2);
        scene.status = Optional.of(status("FAILED"));
        after(0);
        assertThat(after(1).verdict()).as("the state is the old one").isEqualTo(Verdict.GOES_ON);
        assertThat(scene.restarts).isEqualTo(1);
        after(4);
        assertThat(scene.restarts).isEqualTo(2);
        assertThat(after(4).verdict()).isEqualTo(Verdict.GOES_ON);
        assertThat(after(1).verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void aConnectorThatVanishesHasFailed() {
        after(0);
        scene.status = Optional.empty();
        assertThat(after(10).verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void whatCannotBeSeenForTooLongIsNotTakenForProgress() {
        scene.stands(FIRST, 10, 10);
        after(0);
        scene.unreachable = true;
        Look blind = after(59);
        assertThat(blind.verdict()).isEqualTo(Verdict.GOES_ON);
        assertThat(blind.lag()).isNull();
        assertThat(blind.reason()).contains("no connection");
        assertThat(after(1).verdict()).isEqualTo(Verdict.STALLED);
    }

    @Test
    void neverSeenAtAllIsTheSame() {
        scene.unreachable = true;
        assertThat(after(0).verdict()).isEqualTo(Verdict.GOES_ON);
        assertThat(after(60).verdict()).isEqualTo(Verdict.STALLED);
    }

    @Test
    void aKafkaThatDoesNotAnswerIsWaitedForToo() {
        Sight deaf = new Sight() {
            @Override
            public Optional<ConnectorStatus> status() {
                return Optional.of(running());
            }

            @Override
            public Map<TopicPartition, Standing> standings() {
                throw new Failure(ExitCode.UNKNOWN, "Kafka gave no answer");
            }

            @Override
            public boolean holdsRecords(TopicPartition partition, Standing standing) {
                return true;
            }

            @Override
            public void restartFailed() {}
        };
        dog = new Watchdog(deaf, STALL, 0);
        assertThat(after(0).reason()).isEqualTo("Kafka gave no answer");
        assertThat(after(60).verdict()).isEqualTo(Verdict.STALLED);
    }
}
