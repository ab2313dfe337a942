package io.github.sluice.coordinator.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.verify.RowDifference;
import io.github.sluice.coordinator.verify.RowDifference.Kind;
import io.github.sluice.coordinator.verify.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** Thousands of schedules of writers, streamer, connector and comparison; every verdict is checked against the truth. */
class LiveCompareSimulationTest {
    private static final LiveLimits LIMITS =
            new LiveLimits(7, 10, 1000, 1000, Duration.ofMinutes(10), Duration.ofMinutes(10));

    private static final CompareProgress SILENT = SimWorld.SILENT;

    private static void forSeeds(int cases, LongConsumer property) {
        long first = Long.getLong("seed", System.nanoTime());
        for (long seed = first; seed < first + cases; seed++) {
            try {
                property.accept(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("rerun with -Dseed=" + seed, e);
            }
        }
    }

    private static SimWorld world(long seed) {
        TableSpec spec = seed % 2 == 0 ? Tables.sharded() : Tables.texts();
        SimWorld world = new SimWorld(spec, seed);
        world.staleCursor = seed % 3 == 0;
        return world;
    }

    private static Comparison compare(SimWorld world, LiveLimits limits) {
        Findings findings = new Findings(world.order, limits);
        return world.comparer(limits, "s").compare(findings, SILENT);
    }

    @Test
    void sidesThatAgreeWhenDrainedAreEqualHoweverHotTheWritersAre() {
        long[] totals = new long[2];
        forSeeds(2000, seed -> {
            SimWorld world = world(seed).warmedUp(60);
            Comparison found = compare(world, LIMITS);
            totals[0] += found.looked();
            totals[1] += world.transactions();
            world.drain();
            assertThat(world.differing()).isEmpty();
            assertThat(found.verdict()).as(found.toString()).isEqualTo(Verdict.EQUAL);
            assertThat(found.reason()).isEmpty();
        });
        // the schedules would prove little if nothing had moved
        assertThat(totals[0]).isGreaterThan(5_000);
        assertThat(totals[1]).isGreaterThan(20_000);
    }

    @Test
    void plantedDifferencesAreFoundWithTheirKeysAndNothingElse() {
        forSeeds(2000, seed -> {
            SimWorld world = world(seed);
            Map<String, Kind> planted = plant(world, 1 + world.random.nextInt(3));
            Comparison found = compare(world, LIMITS);
            assertThat(found.verdict()).as(found.toString()).isEqualTo(Verdict.DIFF);
            Map<String, Kind> named = new HashMap<>();
            for (RowDifference row : found.differences()) {
                named.put(row.key().toString(), row.kind());
                assertThat(row.columns()).isEqualTo(row.kind() == Kind.CHANGED ? List.of("n") : List.of());
            }
            assertThat(named).isEqualTo(planted);
            assertThat(found.differing()).isEqualTo(planted.size());
        });
    }

    /** Takes, changes or adds rows of StarRocks that no writer will touch. */
    private static Map<String, Kind> plant(SimWorld world, int count) {
        Map<String, Kind> planted = new HashMap<>();
        for (int i = 0; i < count; i++) {
            RowKey key;
            Kind kind = Kind.values()[world.random.nextInt(3)];
            if (kind == Kind.EXTRA || world.cold.isEmpty()) {
                kind = Kind.EXTRA;
                // also before the first row, after the last, and in shards that MySQL does not have
                key = world.order.size() == 2
                        ? new RowKey("t" + world.random.nextInt(10), 1000L + world.random.nextInt(50))
                        : new RowKey(
                                List.of("", "zz", "😀😀😀😀😀😀", "aXb", "Zz").get(world.random.nextInt(5)));
                if (world.target.containsKey(key)) {
                    continue;
                }
                world.target.put(key, world.row(key, 1));
            } else {
                key = world.cold.remove(world.random.nextInt(world.cold.size()));
                if (kind == Kind.MISSING) {
                    world.target.remove(key);
                } else {
                    Object[] wrong = world.target.get(key).clone();
                    wrong[world.schema.indexOf("n")] = 99L;
                    world.target.put(key, wrong);
                }
            }
            planted.put(world.order.words(key).toString(), kind);
        }
        return planted;
    }

    @Test
    void aHotKeyThatIsAlwaysWrittenWronglyIsFound() {
        int[] found = new int[2];
        forSeeds(600, seed -> {
            SimWorld world = world(seed);
            if (world.hot.isEmpty()) {
                return;
            }
            RowKey key = world.hot.get(0);
            world.corrupted.add(key);
            world.warmedUp(200);
            Comparison said = compare(world, LIMITS);
            Set<String> named = new HashSet<>();
            said.differences().forEach(row -> named.add(row.key().toString()));
            assertThat(named).isSubsetOf(world.order.words(key).toString());
            // a key that was not written yet is still the same on both sides
            found[said.verdict() == Verdict.DIFF ? 0 : 1]++;
        });
        assertThat(found[0]).isGreaterThan(30 * found[1]);
    }

    @Test
    void whatTheConnectorLosesIsTheOnlyThingThatCanBeCalledDifferent() {
        int[] found = new int[1];
        forSeeds(2000, seed -> {
            SimWorld world = world(seed);
            world.warmedUp(world.random.nextInt(100));
            world.losses = 1 + world.random.nextInt(3);
            world.warmedUp(world.random.nextInt(100));
            Comparison said = compare(world, LIMITS);
            Set<String> lost = new HashSet<>();
            world.lost.forEach(key -> lost.add(world.order.words(key).toString()));
            for (RowDifference row : said.differences()) {
                assertThat(lost).contains(row.key().toString());
            }
            assertThat(said.verdict()).isNotEqualTo(Verdict.UNKNOWN);
            found[0] += said.verdict() == Verdict.DIFF ? 1 : 0;
        });
        assertThat(found[0]).isGreaterThan(20);
    }

    @Test
    void aLossBeforeTheComparisonThatNobodyOverwritesIsFound() {
        forSeeds(2000, seed -> {
            SimWorld world = world(seed);
            world.warmedUp(60);
            world.losses = 2;
            world.warmedUp(100);
            world.losses = 0;
            world.drain();
            Set<String> truth = new HashSet<>();
            world.differing().forEach(key -> truth.add(world.order.words(key).toString()));
            Comparison said = compare(world, LIMITS);
            Set<String> named = new HashSet<>();
            said.differences().forEach(row -> named.add(row.key().toString()));
            assertThat(named).isEqualTo(truth);
            assertThat(said.verdict()).isEqualTo(truth.isEmpty() ? Verdict.EQUAL : Verdict.DIFF);
        });
    }

    @Test
    void whatIsRepairedIsEqualAfterwardsWhateverTheStreamerSendsBesideIt() {
        int[] repaired = new int[2];
        LiveLimits patient = new LiveLimits(7, 10, 1000, 1000, Duration.ofMinutes(2), Duration.ofMinutes(10));
        forSeeds(1500, seed -> {
            SimWorld world = world(seed);
            plant(world, 2);
            world.losses = world.random.nextInt(4);
            world.warmedUp(40);
            world.losses = 0;
            Findings findings = new Findings(world.order, LIMITS);
            world.comparer(LIMITS, "s").compare(findings, SILENT);
            // also keys that do not differ and move all the time: sending them must not bring back an older state
            Set<RowKey> keys = new HashSet<>(findings.keys());
            keys.addAll(world.hot);
            keys.addAll(world.warm.subList(0, Math.min(3, world.warm.size())));
            Map<RowKey, Object[]> target = new HashMap<>();
            world.starrocks().keys(keys, wire -> target.put(world.order.of(wire), wire.clone()));
            Map<RowKey, Repair.Action> done = world.repairer(patient).apply(keys, target);
            assertThat(done).containsOnlyKeys(keys.toArray(new RowKey[0]));
            Findings again = new Findings(world.order, LIMITS);
            Set<RowKey> still = new HashSet<>(findings.keys());
            still.removeIf(key -> done.get(key) == Repair.Action.MOVING);
            world.comparer(LIMITS, "t").settle(again, still, SILENT);
            assertThat(again.keys()).as("settled").isEmpty();
            world.drain();
            Set<RowKey> differing = world.differing();
            // a change that was lost before MySQL showed it is no difference to a comparison of that moment, so its key
            // was not repaired
            differing.retainAll(done.keySet());
            differing.removeIf(key -> done.get(key) == Repair.Action.MOVING);
            assertThat(differing).as(done + " drained").isEmpty();
            done.values().forEach(action -> repaired[action == Repair.Action.MOVING ? 1 : 0]++);
        });
        assertThat(repaired[0]).isGreaterThan(20 * repaired[1]);
    }

    @Test
    void aLostConnectionIsNeverAVerdict() {
        forSeeds(600, seed -> {
            SimWorld world = world(seed);
            plant(world, 1);
            world.breaksAt = 1 + world.random.nextInt(12);
            assertThatThrownBy(() -> compare(world, LIMITS))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.UNKNOWN));
        });
    }

    @Test
    void withoutTimeToSettleMovingKeysAreNamedAndUnknown() {
        LiveLimits hasty = new LiveLimits(7, 10, 1000, 1000, Duration.ZERO, Duration.ofMinutes(10));
        int[] unknown = new int[1];
        forSeeds(600, seed -> {
            SimWorld world = world(seed).warmedUp(60);
            Comparison said = compare(world, hasty);
            assertThat(said.verdict()).isNotEqualTo(Verdict.DIFF);
            assertThat(said.unsettled().isEmpty()).isEqualTo(said.verdict() == Verdict.EQUAL);
            Set<String> moving = new HashSet<>();
            world.hot.forEach(key -> moving.add(String.join(", ", world.order.words(key))));
            world.warm.forEach(key -> moving.add(String.join(", ", world.order.words(key))));
            assertThat(moving).containsAll(said.unsettled());
            unknown[0] += said.verdict() == Verdict.UNKNOWN ? 1 : 0;
        });
        assertThat(unknown[0]).isGreaterThan(10);
    }

    @Test
    void aTargetThatIsEmptyOrFullOfStrangersIsDiffAndSaysWhereItStopped() {
        LiveLimits small = new LiveLimits(7, 10, 5, 12, Duration.ofMinutes(10), Duration.ofMinutes(10));
        forSeeds(200, seed -> {
            SimWorld world = new SimWorld(Tables.sharded(), seed);
            world.writing = false;
            if (seed % 2 == 0) {
                world.target.clear();
            } else {
                for (long id = 0; id < 500; id++) {
                    RowKey key = new RowKey("t1", 2000 + id);
                    world.target.put(key, world.row(key, 1));
                }
            }
            Comparison said = compare(world, small);
            assertThat(said.verdict()).isEqualTo(Verdict.DIFF);
            assertThat(said.differences()).hasSize(5);
            if (world.cold.size() + world.warm.size() > 40 || seed % 2 != 0) {
                assertThat(said.reason()).contains("or more rows differ", "the comparison stopped after");
            }
        });
    }

    @Test
    void whereDeletesAreLeftOutRowsThatOnlyStarRocksHasAreRight() {
        forSeeds(400, seed -> {
            SimWorld world = world(seed);
            world.deletesIgnored = true;
            Map<String, Kind> planted = plant(world, 3);
            Set<String> wrong = new HashSet<>(planted.keySet());
            wrong.removeIf(key -> planted.get(key) == Kind.EXTRA);
            Comparison found = compare(world, LIMITS);
            Set<String> named = new HashSet<>();
            found.differences().forEach(row -> named.add(row.key().toString()));
            assertThat(named).isEqualTo(wrong);
            if (!world.hot.isEmpty() || !world.warm.isEmpty()) {
                return;
            }
            assertThat(found.looked())
                    .as("rows that only StarRocks has are no suspects")
                    .isEqualTo(wrong.size());
        });
    }

    @Test
    void whereDeletesAreLeftOutAKeyThatMySqlLacksIsSettled() {
        forSeeds(200, seed -> {
            SimWorld world = world(seed);
            world.writing = false;
            RowKey key = world.order.size() == 2 ? new RowKey("t9", 5000L) : new RowKey("nobody");
            world.target.put(key, world.row(key, 1));
            for (boolean ignored : new boolean[] {true, false}) {
                world.deletesIgnored = ignored;
                Findings findings = new Findings(world.order, LIMITS);
                world.comparer(LIMITS, "s").settle(findings, new HashSet<>(Set.of(key)), SILENT);
                assertThat(findings.keys()).hasSize(ignored ? 0 : 1);
            }
        });
    }

    @Test
    void aKeyThatMySqlHoldsTwiceIsNamedAsSuch() {
        forSeeds(400, seed -> {
            SimWorld world = world(seed);
            if (world.cold.isEmpty()) {
                return;
            }
            world.doubled.add(world.cold.get(0));
            Comparison found = compare(world, LIMITS);
            assertThat(found.verdict()).isEqualTo(Verdict.DIFF);
            assertThat(found.differences()).singleElement().satisfies(row -> {
                assertThat(row.kind()).isEqualTo(Kind.REPEATED);
                assertThat(row.key()).isEqualTo(world.order.words(world.cold.get(0)));
            });
        });
    }
}
