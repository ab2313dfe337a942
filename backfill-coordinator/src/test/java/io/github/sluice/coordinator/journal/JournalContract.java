package io.github.sluice.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.wire.key.KeyUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database that may keep a journal has to do. */
abstract class JournalContract {
    private static final Attempt FIRST = new Attempt("orders", 1, "id-1");

    private Journal journal;

    /** A journal that no other test has; the same one for all of one test. */
    abstract String where();

    @BeforeEach
    void open() {
        journal = reopened();
    }

    private Journal reopened() {
        return Journal.open(where(), "run");
    }

    @Test
    void whatWasWrittenIsThereForTheNextProcess() {
        assertThat(journal.latestAttempt("orders")).isEmpty();
        journal.remember(FIRST);
        journal.remember(FIRST);
        journal.started(FIRST, "load");
        assertThat(reopened().step(FIRST, "load").orElseThrow().state()).isEqualTo(StepState.STARTED);
        journal.done(FIRST, "load", "{\"rows\":1}");
        assertThat(reopened().step(FIRST, "load"))
                .contains(new StepEntry("load", StepState.DONE, ExitCode.DONE, "", "{\"rows\":1}"));
        journal.failed(FIRST, "verify", ExitCode.TOPIC_NOT_IN_STARROCKS, "不一致", "{}");
        assertThat(reopened().step(FIRST, "verify").orElseThrow())
                .isEqualTo(new StepEntry("verify", StepState.FAILED, ExitCode.TOPIC_NOT_IN_STARROCKS, "不一致", "{}"));
        assertThat(reopened().steps(FIRST)).hasSize(2);
        journal.started(FIRST, "verify");
        assertThat(reopened().step(FIRST, "verify").orElseThrow().message()).isEmpty();
    }

    @Test
    void aStepThatEndedHasBothTimesAndOneUnderWayOnlyItsStart() {
        Instant before = Instant.now();
        journal.started(FIRST, "table");
        journal.done(FIRST, "table", "{}");
        journal.started(FIRST, "load");

        Map<String, StepTime> times = reopened().times(FIRST);
        assertThat(times).containsOnlyKeys("table", "load");
        StepTime table = times.get("table");
        assertThat(table.startedAt()).isBetween(before, table.endedAt());
        assertThat(table.endedAt())
                .isBetween(table.startedAt(), times.get("load").startedAt());
        assertThat(times.get("load").endedAt()).isNull();
    }

    @Test
    void theNewestAttemptCountsAndItsStepsAreItsOwn() {
        Attempt second = new Attempt("orders", 2, "id-2");
        journal.remember(FIRST);
        journal.done(FIRST, "table", "{}");
        journal.remember(second);
        assertThat(reopened().latestAttempt("orders")).contains(second);
        assertThat(reopened().step(second, "table")).isEmpty();
        assertThat(reopened().latestAttempt("others")).isEmpty();
    }

    @Test
    void runsDoNotSeeEachOther() {
        journal.remember(FIRST);
        journal.remember(new Resource(Resource.Kind.TOPIC, "t", Resource.Origin.CREATED, "id-1"));
        Journal other = Journal.open(where(), "other-run");
        assertThat(other.latestAttempt("orders")).isEmpty();
        assertThat(other.resource(Resource.Kind.TOPIC, "t")).isEmpty();
    }

    @Test
    void onlyWhatWeMadeIsOurs() {
        Resource found = new Resource(Resource.Kind.TABLE, "ods.t", Resource.Origin.FOUND, "id-1");
        journal.remember(found);
        assertThat(reopened().resource(Resource.Kind.TABLE, "ods.t")).contains(found);
        assertThat(found.ours()).isFalse();
        journal.remember(new Resource(Resource.Kind.TABLE, "ods.t", Resource.Origin.INTENDED, "id-1"));
        assertThat(reopened()
                        .resource(Resource.Kind.TABLE, "ods.t")
                        .orElseThrow()
                        .ours())
                .isTrue();
        assertThat(reopened().resource(Resource.Kind.TOPIC, "ods.t")).isEmpty();
        journal.forget(Resource.Kind.TABLE, "ods.t");
        assertThat(reopened().resource(Resource.Kind.TABLE, "ods.t")).isEmpty();
    }

    @Test
    void keyUsesAreSummedOverAllRunsAndCountedOnce() {
        journal.remember("id-1", Map.of("aaaaaaaa", new KeyUse(3_000_000_000L, 4)));
        journal.remember("id-1", Map.of("aaaaaaaa", new KeyUse(3_000_000_000L, 4)));
        Journal other = Journal.open(where(), "other-run");
        other.remember("id-2", Map.of("aaaaaaaa", new KeyUse(2_000_000_000L, 1), "bbbbbbbb", new KeyUse(1, 1)));
        other.remember("id-3", Map.of());
        assertThat(reopened().keyUses())
                .isEqualTo(Map.of("aaaaaaaa", new KeyUse(5_000_000_000L, 5), "bbbbbbbb", new KeyUse(1, 1)));
        journal.remember("id-1", Map.of("aaaaaaaa", new KeyUse(1, 5)));
        assertThat(reopened().keyUses())
                .as("of two words of one user the larger counts")
                .containsEntry("aaaaaaaa", new KeyUse(5_000_000_000L, 6));
    }

    @Test
    void allAttemptsOfThisRunAreKnown() {
        Attempt second = new Attempt("orders", 2, "id-2");
        journal.remember(second);
        journal.remember(FIRST);
        Journal.open(where(), "other-run").remember(new Attempt("orders", 1, "id-3"));
        assertThat(reopened().attempts()).containsExactly(FIRST, second);
    }

    @Test
    void statusReadsWhileARunWrites() throws Exception {
        journal.remember(FIRST);
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            Callable<Boolean> writer = () -> {
                for (int i = 0; i < 30; i++) {
                    journal.done(FIRST, "step" + i, "{}");
                }
                return true;
            };
            Callable<Boolean> reader = () -> {
                for (int i = 0; i < 30; i++) {
                    reopened().steps(FIRST);
                }
                return true;
            };
            for (Future<Boolean> future : pool.invokeAll(List.of(writer, reader, reader))) {
                assertThat(future.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(journal.steps(FIRST)).hasSize(30);
    }
}
