package io.github.sluice.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.binlog.BinlogPosition;
import io.github.sluice.streamer.binlog.SourceTransaction;
import io.github.sluice.streamer.metrics.Health.State;
import io.github.sluice.wire.position.StoppedTable;
import io.github.sluice.wire.position.StreamPosition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceStatusTest {
    private final Now now = new Now();
    private final StreamerStatus streamer = new StreamerStatus("shop", List.of("rds1"), Duration.ofSeconds(60), now);
    private final SourceStatus source = streamer.source("rds1");

    private static final class Now extends Clock {
        private Instant instant = Instant.parse("2026-01-02T03:04:05Z");

        void pass(long seconds) {
            instant = instant.plusSeconds(seconds);
        }

        @Override
        public Instant instant() {
            return instant;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private State state() {
        return source.health().state();
    }

    private void committed(long upTo) {
        source.committed(
                new StreamPosition(
                        "w",
                        "uuid",
                        "u:1-" + upTo,
                        "binlog.000007",
                        100 * upTo,
                        null,
                        now.instant(),
                        now.instant(),
                        0,
                        Map.of(),
                        Map.of()),
                1);
    }

    private void read() {
        source.event();
        source.transaction(
                new SourceTransaction("u:1", "binlog.000007", 4, now.millis()),
                new BinlogPosition("u:1", "binlog.000007", 200, 0));
    }

    @Test
    void aStartThatTakesTooLongIsOutOfReach() {
        assertThat(state()).isEqualTo(State.STARTING);
        now.pass(61);
        assertThat(state()).isEqualTo(State.UNREACHABLE);
    }

    @Test
    void runningIsToldFromIdle() {
        source.connected("db:3306");
        assertThat(state()).isEqualTo(State.IDLE);
        now.pass(1);
        read();
        assertThat(state()).isEqualTo(State.RUNNING);
        committed(1);
        now.pass(1);
        source.idle(true);
        assertThat(state()).isEqualTo(State.IDLE);
    }

    @Test
    void aQuietSourceStaysIdleForEver() {
        source.connected("db:3306");
        for (int i = 0; i < 100; i++) {
            now.pass(59);
            source.behind(false, 197); // the header of a fresh binlog file
            source.idle(true);
        }
        assertThat(state()).isEqualTo(State.IDLE);
        assertThat(source.health().lagSeconds()).isZero();
    }

    @Test
    void aThreadWithoutSignOfLifeIsStuck() {
        source.connected("db:3306");
        read();
        now.pass(60);
        assertThat(state()).isEqualTo(State.RUNNING);
        now.pass(1);
        assertThat(state()).isEqualTo(State.STUCK);
        assertThat(source.health().why()).contains("no sign of life").contains("61 s");
        assertThat(streamer.live()).isFalse();
    }

    @Test
    void aSourceThatMovesOnWhileNothingIsCommittedIsStuck() {
        source.connected("db:3306");
        committed(1);
        source.behind(true, 4096);
        now.pass(61);
        source.idle(true); // it believes that it is level
        assertThat(state()).isEqualTo(State.STUCK);
        assertThat(source.health().why()).contains("4096 bytes");

        committed(2);
        assertThat(state()).as("it goes on").isNotEqualTo(State.STUCK);
    }

    @Test
    void aStreamThatIsBehindAndMovesIsRunning() {
        source.connected("db:3306");
        for (int i = 1; i < 100; i++) {
            now.pass(50);
            read();
            committed(i);
            source.behind(true, 1_000_000);
        }
        assertThat(state()).isEqualTo(State.RUNNING);
    }

    @Test
    void theHeartbeatOfAPositionThatStandsStillIsNoProgress() {
        source.connected("db:3306");
        committed(1);
        source.behind(true, 4096);
        StreamPosition same = source.position();
        for (int i = 0; i < 13; i++) {
            now.pass(5);
            source.committed(same, 0);
        }
        assertThat(state()).isEqualTo(State.STUCK);
    }

    @Test
    void reconnectingIsForgivenForAWhile() {
        source.connected("db:3306");
        source.reconnecting("connection reset");
        now.pass(30);
        source.reconnecting("connection refused");
        assertThat(state()).isEqualTo(State.RECONNECTING);
        assertThat(streamer.live()).isTrue();
        now.pass(31);
        source.reconnecting("connection refused");
        assertThat(state()).isEqualTo(State.UNREACHABLE);
        assertThat(source.health().why()).contains("61 s").contains("connection refused");
        source.connected("db2:3306");
        assertThat(state().healthy()).isTrue();
        assertThat(source.server()).isEqualTo("db2:3306");
    }

    @Test
    void aSourceThatIsGivenUpIsStoppedWithItsReason() {
        source.connected("db:3306");
        source.failed("the binlog was purged");
        now.pass(600);
        assertThat(state()).isEqualTo(State.STOPPED);
        assertThat(source.health().why()).isEqualTo("the binlog was purged");
    }

    @Test
    void aStoppedTableNeedsAPersonButNoRestart() {
        source.connected("db:3306");
        source.stopped("s.t", new StoppedTable("new column", "decide", "u:5", "binlog.000007", 4));
        assertThat(streamer.healthy()).isFalse();
        assertThat(streamer.live()).isTrue();
        assertThat(source.stoppedTables()).containsOnlyKeys("s.t");
        source.running("s.t");
        assertThat(streamer.healthy()).isTrue();
    }

    @Test
    void lagIsTheAgeOfTheOldestChangeThatMayBeMissing() {
        assertThat(source.health().lagSeconds()).isNaN();
        source.connected("db:3306");
        committed(1); // of a change that the source committed now
        now.pass(7);
        assertThat(source.health().lagSeconds()).isEqualTo(7);
        source.idle(true);
        assertThat(source.health().lagSeconds()).isZero();
        now.pass(2);
        assertThat(source.health().lagSeconds()).isEqualTo(2);
    }

    @Test
    void whereItWentOnFromIsKnownAtOnce() {
        StreamPosition stored = new StreamPosition(
                "w",
                "uuid",
                "u:1-9",
                "mysql-bin.000123",
                456,
                null,
                now.instant(),
                now.instant(),
                0,
                Map.of(),
                Map.of());
        source.resumed(stored);
        now.pass(100);
        assertThat(source.health().lagSeconds()).isEqualTo(100);
        assertThat(source.health().fileNumber()).isEqualTo(123);
        assertThat(source.health().offset()).isEqualTo(456);
    }
}
