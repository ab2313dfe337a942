package io.github.sluice.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.key.KeyUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Two coordinators never write for one table, whatever becomes of the one that had it first. */
abstract class TableLocksContract {
    private static final Attempt ORDERS = new Attempt("orders", 1, "id-1");
    private static final Attempt CUSTOMERS = new Attempt("customers", 1, "id-2");
    private static final List<String> SOURCE = List.of("source");
    private static final Holder ONE = new Holder("h1", "box1:/a", "etl@box1, process 11");
    private static final Holder TWO = new Holder("h2", "box2:/a", "etl@box2, process 22");

    private final AtomicLong now = new AtomicLong(1_000_000);

    /** A journal that no other test has; the same one for all of one test. */
    abstract String where();

    private Journal journal() {
        return Journal.open(where(), "run");
    }

    private TableLocks lock(Journal journal, Holder holder, List<String> halves, String... tables) {
        return journal.lock(holder, halves, List.of(tables), TableLocks.LEASE, connection -> now.get());
    }

    private void pass(Duration time) {
        now.addAndGet(time.toMillis());
    }

    private static void assertRefused(ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContainingAll(words);
    }

    @Test
    void aSecondCoordinatorIsToldWhoHasTheTable() {
        lock(journal(), ONE, SOURCE, "customers", "orders");
        pass(Duration.ofSeconds(5));
        Journal second = journal();
        assertRefused(
                () -> lock(second, TWO, SOURCE, "orders", "items"),
                "orders: its source half is run by etl@box1, process 11, since 20",
                "heard of 5 s ago",
                "followed in 55 s");
        assertThat(second.audit(List.of()).broken()).isEmpty();
        lock(second, TWO, SOURCE, "items");
        lock(journal(), new Holder("h3", "box3:/a", "etl@box3"), List.of("target"), "orders");
    }

    @Test
    void takingIsAllOrNothing() {
        lock(journal(), ONE, SOURCE, "orders");
        assertRefused(() -> lock(journal(), TWO, List.of("target", "source"), "items", "orders"), "orders");
        lock(journal(), new Holder("h3", "box3:/a", "etl@box3"), List.of("target", "source"), "items");
    }

    @Test
    void whatIsGivenBackIsFreeAtOnceAndTheChainTellsOfIt() {
        Journal first = journal();
        TableLocks held = lock(first, ONE, SOURCE, "orders");
        first.started(ORDERS, "load");
        held.close();
        held.close();
        lock(journal(), TWO, SOURCE, "orders").close();
        assertThat(first.entries(entry -> entry.kind().equals("LOCK")))
                .extracting(JournalEntry::state)
                .containsExactly("TAKEN", "GIVEN_BACK", "TAKEN", "GIVEN_BACK");
        assertThat(first.audit(List.of()).broken()).isEmpty();
    }

    @Test
    void aHolderThatSaysItLivesIsNotFollowed() {
        TableLocks held = lock(journal(), ONE, SOURCE, "orders");
        for (int i = 0; i < 5; i++) {
            pass(TableLocks.LEASE);
            assertRefused(() -> lock(journal(), TWO, SOURCE, "orders"), "etl@box1");
            assertThat(held.renew()).isEqualTo(1);
        }
    }

    @Test
    void aDeadHolderIsFollowedAndWritesNothingWhenItWakes() {
        Journal first = journal();
        TableLocks old = lock(first, ONE, SOURCE, "customers", "orders");
        first.remember(ORDERS);
        first.remember(CUSTOMERS);
        first.remember(new Resource(Resource.Kind.TOPIC, "t", Resource.Origin.CREATED, ORDERS.id()));
        first.started(ORDERS, "load");
        pass(TableLocks.LEASE.plusMillis(1));
        Journal second = journal();
        lock(second, TWO, SOURCE, "orders");
        second.started(ORDERS, "load");
        long entries = second.audit(List.of()).entries();

        String[] why = {"orders", "taken over by etl@box2, process 22", "longer than 60 s", "stale"};
        assertRefused(() -> first.done(ORDERS, "load", "{}"), why);
        assertRefused(() -> first.failed(ORDERS, "load", ExitCode.UNKNOWN, "", "{}"), why);
        assertRefused(() -> first.note(ORDERS, "load", "{}"), why);
        assertRefused(() -> first.remember(new Attempt("orders", 2, "id-9")), why);
        assertRefused(() -> first.forget(Resource.Kind.TOPIC, "t"), why);
        assertRefused(
                () -> first.remember(new Resource(Resource.Kind.TOPIC, "t", Resource.Origin.INTENDED, ORDERS.id())),
                why);
        assertRefused(() -> first.done(new Attempt("nobody's", 1, "id-8"), "load", "{}"), why);
        assertThat(second.audit(List.of()).entries())
                .as("nothing of it is in the chain")
                .isEqualTo(entries);
        assertThat(second.step(ORDERS, "load").orElseThrow().state()).isEqualTo(StepState.STARTED);

        assertThat(first.latestAttempt("orders")).as("it may look").contains(ORDERS);
        first.remember(ORDERS.id(), Map.of("aaaaaaaa", new KeyUse(5, 1)));
        assertThat(second.keyUses()).as("what it sealed counts").containsEntry("aaaaaaaa", new KeyUse(5, 1));
        first.done(CUSTOMERS, "load", "{}");
        assertThat(old.renew())
                .as("the table that nobody took is still its own")
                .isEqualTo(1);
        assertRefused(() -> lock(journal(), new Holder("h3", "box3:/a", "x"), SOURCE, "customers"), "etl@box1");

        old.close();
        second.done(ORDERS, "load", "{}");
        JournalEntry taken =
                second.entries(entry -> entry.state().equals("TAKEN_OVER")).get(0);
        assertThat(taken.evidence()).contains("source of orders: etl@box1, process 11, since 20");
        assertThat(second.audit(List.of()).broken()).isEmpty();
    }

    @Test
    void aHolderWhoseFollowerHasEndedIsRefusedToo() {
        Journal first = journal();
        lock(first, ONE, SOURCE, "orders");
        pass(TableLocks.LEASE.plusMillis(1));
        lock(journal(), TWO, SOURCE, "orders").close();
        assertRefused(() -> first.started(ORDERS, "load"), "orders: the lock of etl@box1, process 11", "is gone");
    }

    @Test
    void aHolderWhoseStateFolderIsInOtherHandsIsKnownToBeDead() {
        Journal first = journal();
        lock(first, ONE, SOURCE, "orders");
        Journal second = journal();
        lock(second, new Holder("h9", ONE.place(), "etl@box1, process 99"), SOURCE, "orders");
        second.started(ORDERS, "load");
        assertRefused(() -> first.done(ORDERS, "load", "{}"), "process 99");
    }

    @Test
    void ofManyWhoAskAtOnceOneGetsIt() throws Exception {
        for (int round = 0; round < 3; round++) {
            String table = "t" + round;
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Holder holder = new Holder(table + "-" + i, "box" + i + ":/a", "etl@box" + i);
                all.add(() -> {
                    try {
                        lock(journal(), holder, SOURCE, table);
                        return true;
                    } catch (Failure refused) {
                        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
                        return false;
                    }
                });
            }
            ExecutorService pool = Executors.newFixedThreadPool(all.size());
            try {
                int got = 0;
                for (Future<Boolean> one : pool.invokeAll(all)) {
                    got += one.get() ? 1 : 0;
                }
                assertThat(got).isEqualTo(1);
            } finally {
                pool.shutdownNow();
            }
        }
        assertThat(journal().audit(List.of()).broken()).isEmpty();
    }

    @Test
    void aLivingHolderRenewsByTheDatabasesClockWithoutBeingAsked() {
        Duration lease = Duration.ofSeconds(3);
        Journal first = journal();
        try (TableLocks held = first.lock(ONE, SOURCE, List.of("orders"), lease, JournalDatabase::millis)) {
            long end = System.nanoTime() + lease.multipliedBy(3).dividedBy(2).toNanos();
            while (System.nanoTime() < end) {
                assertRefused(
                        () -> journal().lock(TWO, SOURCE, List.of("orders"), lease, JournalDatabase::millis),
                        "etl@box1");
            }
            first.started(ORDERS, "load");
            assertThat(held.renew()).isEqualTo(1);
        }
    }

    @Test
    void theDatabasesClockCountsMillisecondsSince1970() {
        AtomicLong seen = new AtomicLong();
        journal();
        JournalDatabase.at(where()).with(connection -> {
            seen.set(JournalDatabase.millis(connection));
            return true;
        });
        assertThat(seen.get()).isCloseTo(System.currentTimeMillis(), within(60_000L));
    }
}
