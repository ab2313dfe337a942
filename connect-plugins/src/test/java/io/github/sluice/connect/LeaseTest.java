package io.github.sluice.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Session timeout 9 s, so the safe part is 6 s. */
final class LeaseTest {
    private long now = 50_000;
    private long wallOffset;
    private long answered = -1;
    private final Lease lease = new Lease(
            Duration.ofSeconds(9),
            () -> now,
            () -> now + wallOffset,
            () -> answered < 0 ? OptionalLong.empty() : OptionalLong.of(answered));

    @Test
    void nothingIsHeldBeforeConnectOpensPartitions() {
        assertThat(lease.held()).isFalse();
        lease.opened();
        assertThat(lease.held()).isTrue();
    }

    @Test
    void regularTurnsKeepIt() {
        lease.opened();
        for (int i = 0; i < 100; i++) {
            now += 1000;
            assertThat(lease.held()).isTrue();
            assertThat(lease.turn()).isTrue();
        }
    }

    @Test
    void standingStillBreaksItWhicheverThreadNoticesFirst() {
        lease.opened();
        now += 6_001;
        assertThat(lease.held()).isFalse();

        lease.opened();
        now += 6_001;
        assertThat(lease.turn()).as("the task's thread wakes first").isFalse();
        assertThat(lease.held()).as("and its turn does not mend it").isFalse();
    }

    @Test
    void aMachineWhoseMonotonicClockStoodStillIsNoticedByTheWallClock() {
        lease.opened();
        lease.turn();
        wallOffset += 60_000;
        assertThat(lease.held()).isFalse();
    }

    @Test
    void silenceOfTheCoordinatorBreaksItThoughTheTaskWorksOn() {
        answered = 10;
        lease.opened();
        for (int i = 0; i < 12; i++) {
            now += 1000;
            answered += i % 3 == 0 ? 1 : 0;
            assertThat(lease.turn()).isTrue();
        }
        for (int i = 0; i < 8; i++) {
            now += 1000;
            lease.turn();
        }
        assertThat(lease.held()).isFalse();
        assertThat(lease.brokenBecause()).contains("heartbeat");
    }

    @Test
    void withoutACountOnlyTheOwnClockRules() {
        lease.opened();
        for (int i = 0; i < 60; i++) {
            now += 1000;
            assertThat(lease.turn()).isTrue();
        }
    }

    @Test
    void aCountThatAppearsLateIsNoSilence() {
        lease.opened();
        for (int i = 0; i < 10; i++) {
            now += 1000;
            lease.turn();
        }
        answered = 3;
        assertThat(lease.turn()).isTrue();
    }

    @Test
    void threeFurtherAnswersConfirmIt() {
        answered = 10;
        lease.opened();
        now += 20_000;
        lease.turn();
        answered += 2;
        assertThat(lease.confirmed()).isFalse();
        assertThat(lease.held()).isFalse();
        answered += 1;
        lease.turn();
        assertThat(lease.confirmed()).isTrue();
        assertThat(lease.held()).isTrue();
    }

    @Test
    void answersFromBeforeASecondStandstillDoNotConfirm() {
        answered = 10;
        lease.opened();
        now += 20_000;
        lease.turn();
        answered += 2;
        now += 20_000;
        lease.turn();
        answered += 2;
        assertThat(lease.confirmed()).isFalse();
    }

    @Test
    void withoutACountAWholeSessionOfUninterruptedWorkConfirmsIt() {
        lease.opened();
        now += 20_000;
        lease.turn();
        for (int i = 0; i < 8; i++) {
            now += 1000;
            lease.turn();
            assertThat(lease.confirmed()).isFalse();
        }
        now += 7_000;
        lease.turn();
        assertThat(lease.confirmed()).as("stood still again").isFalse();
        for (int i = 0; i < 9; i++) {
            now += 1000;
            lease.turn();
        }
        assertThat(lease.confirmed()).isTrue();
    }

    @Test
    void doubtIsKeptUntilConfirmed() {
        lease.opened();
        lease.doubt("somebody rolled our load back");
        assertThat(lease.held()).isFalse();
        assertThat(lease.brokenBecause()).contains("rolled our load back");
        lease.opened();
        assertThat(lease.held()).isTrue();
    }
}
