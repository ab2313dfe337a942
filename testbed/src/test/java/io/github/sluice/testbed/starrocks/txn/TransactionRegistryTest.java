package io.github.sluice.testbed.starrocks.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransactionRegistryTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** A clock that stands still until a test moves it. */
    private static final class HandClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }

        void pass(Duration time) {
            now = now.plus(time);
        }
    }

    private final HandClock clock = new HandClock();
    private final List<String> published = Collections.synchronizedList(new ArrayList<>());
    private final List<String> discarded = Collections.synchronizedList(new ArrayList<>());
    private final TransactionRegistry registry = new TransactionRegistry(
            TransactionOptions.defaults().withLabelKeep(Duration.ofDays(3), 4).withMaxRunningPerDatabase(3), clock);

    @AfterEach
    void close() {
        registry.close();
    }

    private Transaction begin(String database, String label, long table) throws Exception {
        return registry.begin(
                new Transaction.Request(label, database, "t" + table, table, "root", Duration.ofSeconds(600), false));
    }

    private Publication rows(String name) {
        return rows(name, new CountDownLatch(0));
    }

    private Publication rows(String name, CountDownLatch gate) {
        return new Publication() {
            @Override
            public void publish() throws InterruptedException {
                gate.await();
                published.add(name);
            }

            @Override
            public void discard() {
                discarded.add(name);
            }
        };
    }

    @Test
    void publicationsOfOneTableFollowTheirCommitsAndOtherTablesDoNotWait() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Transaction first = begin("d", "first", 1);
        Transaction second = begin("d", "second", 1);
        Transaction other = begin("d", "other", 2);
        registry.commit(second, rows("second", gate));
        registry.commit(first, rows("first"));
        registry.commit(other, rows("other"));

        assertThat(registry.awaitVisible(other, SOON)).isTrue();
        assertThat(first.state()).isEqualTo(TransactionState.COMMITTED);
        assertThat(registry.awaitVisible(first, Duration.ofMillis(50))).isFalse();
        gate.countDown();
        assertThat(registry.awaitVisible(first, SOON)).isTrue();
        assertThat(published).containsExactly("other", "second", "first");
    }

    @Test
    void rowsThatCannotBeStoredAbortTheTransactionAndFreeTheLabel() throws Exception {
        Transaction broken = begin("d", "broken", 1);
        registry.commit(broken, new Publication() {
            @Override
            public void publish() {
                throw new IllegalStateException("disk full");
            }

            @Override
            public void discard() {
                discarded.add("broken");
            }
        });

        assertThat(registry.awaitVisible(broken, SOON)).isFalse();
        assertThat(broken.state()).isEqualTo(TransactionState.ABORTED);
        assertThat(broken.reason()).contains("disk full");
        assertThat(begin("d", "broken", 1).id()).isNotEqualTo(broken.id());
    }

    @Test
    void aLabelIsFreeInAnotherDatabaseAndAfterAnAbort() throws Exception {
        Transaction held = begin("d", "x", 1);
        begin("e", "x", 2);
        assertThatThrownBy(() -> begin("d", "x", 1))
                .isInstanceOfSatisfying(LabelInUseException.class, e -> assertThat(e.jobStatus())
                        .isEqualTo("RUNNING"));
        registry.prepare(held, rows("x"), null);
        assertThat(registry.abort(held, "no more")).isTrue();
        assertThat(discarded).containsExactly("x");
        assertThat(registry.abort(held, "twice")).isFalse();
        assertThat(registry.find("d", "x").reason()).isEqualTo("no more");
        Transaction again = begin("d", "x", 1);
        registry.commit(again, rows("again"));
        registry.awaitVisible(again, SOON);
        assertThatThrownBy(() -> begin("d", "x", 1))
                .isInstanceOfSatisfying(LabelInUseException.class, e -> assertThat(e.jobStatus())
                        .isEqualTo("FINISHED"));
    }

    @Test
    void runningTransactionsAreLimitedPerDatabase() throws Exception {
        for (int i = 0; i < 3; i++) {
            begin("d", "run-" + i, 1);
        }
        assertThatThrownBy(() -> begin("d", "one-more", 1))
                .hasMessage("current running txns on db d is 3, larger than limit 3");
        begin("e", "elsewhere", 2);
    }

    @Test
    void timeoutsAbortWhatIsOpenOrPreparedButNothingThatIsCommitted() throws Exception {
        Transaction open = begin("d", "open", 1);
        Transaction prepared = begin("d", "prepared", 1);
        registry.prepare(prepared, rows("prepared"), Duration.ofSeconds(180));
        CountDownLatch gate = new CountDownLatch(1);
        Transaction committed = begin("d", "committed", 1);
        registry.commit(committed, rows("committed", gate));

        clock.pass(Duration.ofSeconds(179));
        registry.abortTimedOut();
        assertThat(prepared.state()).isEqualTo(TransactionState.PREPARED);
        clock.pass(Duration.ofSeconds(2));
        registry.abortTimedOut();
        assertThat(prepared.state()).isEqualTo(TransactionState.ABORTED);
        assertThat(open.state()).isEqualTo(TransactionState.PREPARE);
        clock.pass(Duration.ofSeconds(600));
        registry.abortTimedOut();
        assertThat(open.reason()).isEqualTo("timeout by txn manager");
        assertThat(committed.state()).isEqualTo(TransactionState.COMMITTED);
        assertThatThrownBy(() -> registry.commit(open, rows("late")))
                .hasMessageContaining("is already aborted. abort reason: timeout by txn manager");
        gate.countDown();
        assertThat(registry.awaitVisible(committed, SOON)).isTrue();
    }

    @Test
    void theCleanerRemovesFinishedLabelsByAgeAndByCount() throws Exception {
        Transaction open = begin("d", "open", 1);
        for (int i = 0; i < 6; i++) {
            Transaction done = begin("d", "done-" + i, 1);
            registry.commit(done, rows("r"));
            registry.awaitVisible(done, SOON);
        }
        assertThat(registry.cleanLabels()).isEqualTo(2);
        assertThat(registry.find("d", "done-1")).isNull();
        assertThat(registry.find("d", "done-2")).isNotNull();
        clock.pass(Duration.ofDays(4));
        assertThat(registry.cleanLabels()).isEqualTo(4);
        assertThat(registry.all()).containsExactly(open);
    }
}
