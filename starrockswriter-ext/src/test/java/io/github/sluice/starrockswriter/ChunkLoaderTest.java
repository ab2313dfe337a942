package io.github.sluice.starrockswriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.datax.common.exception.DataXException;
import io.github.sluice.streamload.LoadCounts;
import io.github.sluice.streamload.LoadOutcome;
import io.github.sluice.streamload.LoadState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkLoaderTest {
    private static final LoadOutcome NO_ANSWER = LoadOutcome.Retriable.of("no answer", new IOException("reset"));

    private final FakeStarRocks starRocks = new FakeStarRocks();
    private final Fates fates = new Fates();
    private final List<Duration> pauses = new ArrayList<>();

    private static final class Fates implements ChunkLoader.Fate {
        final List<String> loads = new ArrayList<>();
        final Map<Long, String> refused = new LinkedHashMap<>();

        @Override
        public void loaded(long load, int rows, long bytes) {
            loads.add(load + ": " + rows);
        }

        @Override
        public void refused(ChunkRow row, String reason) {
            assertThat(refused.put(row.position, reason)).as("told once").isNull();
        }
    }

    private ChunkLoader loader(ChunkLoader.Settlement settlement, Object... parameters) {
        return new ChunkLoader(
                Jobs.settings(parameters),
                new ChunkLabels("sluice", "r", 1, "d", "t", 0, ""),
                starRocks,
                settlement,
                pauses::add,
                fates);
    }

    private ChunkLoader loader(Object... parameters) {
        return loader(starRocks, parameters);
    }

    private static List<ChunkRow> rows(String... names) {
        List<ChunkRow> rows = new ArrayList<>();
        for (String name : names) {
            rows.add(new ChunkRow(rows.size() + 1, json(name).getBytes(StandardCharsets.UTF_8)));
        }
        return rows;
    }

    private static String json(String name) {
        return "{\"name\":\"" + name + "\"}";
    }

    private static DataXException failureOf(ChunkLoader loader) {
        return catchThrowableOfType(DataXException.class, () -> loader.load(rows("a", "b")));
    }

    @Test
    void rowsAreLoadedInTheirOrder() {
        loader().load(rows("a", "b", "c"));
        assertThat(starRocks.rows).containsExactly(json("a"), json("b"), json("c"));
        assertThat(fates.loads).containsExactly("0: 3");
    }

    @Test
    void aLoadThatIsSentAgainKeepsItsLabel() {
        starRocks.next(request -> NO_ANSWER);
        starRocks.next(request -> NO_ANSWER);
        loader().load(rows("a"));
        assertThat(starRocks.labels).hasSize(3).containsOnly(starRocks.labels.get(0));
        assertThat(fates.loads).containsExactly("0: 1");
        assertThat(pauses).isSorted().hasSize(2);
    }

    @Test
    void aLoadWhoseAnswerIsLostCountsWhenItsLabelIsVisible() {
        starRocks.next(starRocks::takeSilently);
        loader().load(rows("a", "b"));
        assertThat(starRocks.rows).as("once").hasSize(2);
        assertThat(fates.loads).containsExactly("0: 2");
        assertThat(pauses).isEmpty();
    }

    @Test
    void whatAnEarlierProcessHasLoadedIsNotLoadedAgain() {
        loader().load(rows("a", "b"));
        loader().load(rows("a", "b"));
        assertThat(starRocks.rows).hasSize(2);
        assertThat(fates.loads).containsExactly("0: 2", "0: 2");
    }

    @Test
    void otherRowsAtTheSamePlaceAreLoaded() {
        loader().load(rows("a", "b"));
        loader().load(rows("a", "changed"));
        assertThat(starRocks.rows).containsExactly(json("a"), json("b"), json("a"), json("changed"));
    }

    @Test
    void anUnknownEndIsAskedForUntilItIsKnown() {
        starRocks.next(request -> {
            starRocks.take(request);
            return LoadOutcome.Unknown.of("state COMMITTED", null);
        });
        loader().load(rows("a"));
        assertThat(starRocks.rows).hasSize(1);
        assertThat(fates.loads).containsExactly("0: 1");
    }

    @Test
    void anEndThatStaysUnknownEndsTheTask() {
        starRocks.next(request -> LoadOutcome.Unknown.of("state COMMITTED", null));
        DataXException failure = failureOf(loader(Key.MAX_RETRIES, 2));
        assertThat(failure.getErrorCode()).isEqualTo(StarRocksWriterErrorCode.UNKNOWN_OUTCOME);
        assertThat(failure).hasMessageContaining("tried 3 times");
        assertThat(fates.loads).isEmpty();
    }

    @Test
    void triesAreCountedAndTheirCauseIsSaid() {
        for (int i = 0; i < 3; i++) {
            starRocks.next(request -> NO_ANSWER);
        }
        DataXException failure = failureOf(loader(Key.MAX_RETRIES, 2));
        assertThat(failure.getErrorCode()).isEqualTo(StarRocksWriterErrorCode.UNREACHABLE);
        assertThat(failure).hasMessageContaining("table d.t").hasMessageContaining("no answer");
        assertThat(starRocks.rows).isEmpty();
    }

    @Test
    void aClusterThatAnswersNoIsNotUnreachable() {
        starRocks.next(request -> LoadOutcome.Retriable.of("Too many versions", null));
        assertThat(failureOf(loader(Key.MAX_RETRIES, 0)).getErrorCode()).isEqualTo(StarRocksWriterErrorCode.NOT_LOADED);
    }

    @Test
    void aStateThatNobodyTellsIsAnotherTry() {
        starRocks.next(request -> NO_ANSWER);
        loader(label -> {
                    throw new IOException("nobody answers");
                })
                .load(rows("a"));
        assertThat(starRocks.rows).hasSize(1);
    }

    @Test
    void aLoadThatSomebodyElseEndedEndsTheTask() {
        starRocks.next(request -> LoadOutcome.Abandoned.of("user cancel"));
        assertThat(failureOf(loader())).hasMessageContaining("somebody else").hasMessageContaining("user cancel");
    }

    @Test
    void rowsThatStarRocksLeavesOutEndTheTask() {
        starRocks.next(request -> LoadOutcome.Loaded.of(request.label(), new LoadCounts(2, 1, 1, 0)));
        assertThat(failureOf(loader()).getErrorCode()).isEqualTo(StarRocksWriterErrorCode.COUNTS_DIFFER);
    }

    @Test
    void aWrongPasswordAndAWrongTableHaveDifferentRemedies() {
        starRocks.next(request -> LoadOutcome.Refused.of(
                LoadOutcome.Refused.Cause.SETTINGS, "UNAUTHORIZED: Access denied", List.of(), null));
        assertThat(failureOf(loader()).getErrorCode()).isEqualTo(StarRocksWriterErrorCode.NOT_AUTHORISED);
        starRocks.next(request ->
                LoadOutcome.Refused.of(LoadOutcome.Refused.Cause.SETTINGS, "unknown table \"d.t\"", List.of(), null));
        assertThat(failureOf(loader()).getErrorCode()).isEqualTo(StarRocksWriterErrorCode.TABLE);
    }

    @Test
    void quotedRowsAreSetAsideAndTheOthersLoaded() {
        starRocks.refuse(row -> row.contains("bad"), 50);
        loader().load(rows("a", "bad1", "b", "bad2", "c"));
        assertThat(starRocks.rows).containsExactly(json("a"), json("b"), json("c"));
        assertThat(fates.refused).containsExactly(Map.entry(2L, "text too long"), Map.entry(4L, "text too long"));
        assertThat(starRocks.labels).hasSize(2);
    }

    @Test
    void withoutAnErrorLogTheRowIsFoundByHalving() {
        starRocks.refuse(row -> row.contains("bad"), 0);
        loader().load(rows("a", "b", "bad", "c", "d"));
        assertThat(starRocks.rows).containsExactly(json("a"), json("b"), json("c"), json("d"));
        assertThat(fates.refused).containsExactly(Map.entry(3L, "too many filtered rows"));
    }

    /** Any rows bad, any many of them quoted, any tries lost: each row's fate is told once, the good ones are there in order. */
    @Test
    void everyRowHasOneFate() {
        long first = Long.getLong("seed", System.nanoTime());
        for (long seed = first; seed < first + 200; seed++) {
            try {
                everyRowHasOneFate(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("rerun with -Dseed=" + seed, e);
            }
        }
    }

    private static void everyRowHasOneFate(Random random) {
        FakeStarRocks table = new FakeStarRocks();
        Fates told = new Fates();
        List<String> good = new ArrayList<>();
        List<Long> bad = new ArrayList<>();
        String[] names = new String[1 + random.nextInt(60)];
        for (int i = 0; i < names.length; i++) {
            if (random.nextInt(4) == 0) {
                names[i] = "bad" + i;
                bad.add(i + 1L);
            } else {
                names[i] = "good" + i;
                good.add(json(names[i]));
            }
        }
        table.refuse(row -> row.contains("bad"), random.nextInt(4));
        for (int i = random.nextInt(3); i > 0; i--) {
            table.next(random.nextBoolean() ? request -> NO_ANSWER : table::takeSilently);
        }
        new ChunkLoader(
                        Jobs.settings(),
                        new ChunkLabels("sluice", "r", 1, "d", "t", 0, ""),
                        table,
                        table,
                        duration -> {},
                        told)
                .load(rows(names));
        assertThat(table.rows).isEqualTo(good);
        assertThat(told.refused.keySet()).containsExactlyInAnyOrderElementsOf(bad);
    }

    @Test
    void anInterruptEndsTheTaskAndStays() {
        starRocks.next(request -> {
            Thread.currentThread().interrupt();
            return NO_ANSWER;
        });
        DataXException failure = failureOf(loader(label -> LoadState.ABORTED));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.getErrorCode()).isEqualTo(StarRocksWriterErrorCode.INTERRUPTED);
    }
}
