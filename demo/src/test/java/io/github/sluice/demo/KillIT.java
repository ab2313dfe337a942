package io.github.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.github.sluice.demo.KillGround.Victim;
import io.github.sluice.demo.data.DemoData;
import io.github.sluice.demo.live.ChangeLog;
import io.github.sluice.demo.live.LiveWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 of streamer, Connect worker, broker and coordinator at random moments while the tables move and an application
 * changes them: no row is missing, stale or too many, and the journal is intact. A few kills in two runs by default, the second of which begins
 * anew; {@code -Dsluice.kills=200} for a long one.
 * {@code -Dsluice.seed=N} draws the victims and the pauses again that a run has printed.
 */
@Timeout(3 * 3600)
class KillIT {
    private static final int KILLS = Integer.getInteger("sluice.kills", 8);
    private static final int KILLS_PER_RUN = Math.min(10, (KILLS + 1) / 2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
    private static final Duration RUN_LIMIT = Duration.ofMinutes(15);
    private static final Duration EQUAL_LIMIT = Duration.ofMinutes(5);
    private static final int CHANGES_PER_SECOND = 100;

    /** Not acknowledged, connector or DataX failed, unknown, killed: what a scheduler tries again. No difference is. */
    private static final Integer[] TRY_AGAIN = {20, 24, 25, 30, 137};

    private final long seed = Long.getLong("sluice.seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);
    private final List<String> killed = new ArrayList<>();

    @Test
    void whateverIsKilledNoRowIsMissingStaleOrTooMany(@TempDir Path folder) throws Exception {
        System.out.println("KillIT: -Dsluice.seed=" + seed + " -Dsluice.kills=" + KILLS);
        DemoData data = DemoData.of(seed, DemoData.LEAST_ROWS);
        try (KillGround ground = KillGround.start(folder);
                ChangeLog log = new ChangeLog()) {
            data.create(ground.mysqlUrl(), "root", ground.rootPassword(), rows -> {});
            try (LiveWriter writer = LiveWriter.start(
                    data,
                    DemoProject::target,
                    ground.mysqlUrl(),
                    "root",
                    ground.rootPassword(),
                    CHANGES_PER_SECOND,
                    seed,
                    log)) {
                for (int run = 1; killed.size() < KILLS; run++) {
                    travel(ground, run, Math.min(KILLS_PER_RUN, KILLS - killed.size()));
                    assertThat(writer.running()).as("the writer still writes").isTrue();
                    writer.pause();
                    expectEqual(ground, data, run);
                    writer.resume();
                }
            } catch (AssertionError | Exception e) {
                System.out.println("KillIT: logs in " + ground.keepLogs(Path.of("target", "kill-it-" + seed)));
                throw e;
            }
            System.out.printf(
                    "KillIT: %d kills, %,d changes, %.0f a second; 0 missing, 0 stale, 0 extra%n",
                    killed.size(), log.size(), log.rate());
        }
    }

    /** One run of the whole road, with so many kills on the way and after it. */
    private void travel(KillGround ground, int run, int kills) {
        String before = ground.attempts();
        ground.startCoordinator(run > 1);
        long due = System.nanoTime() + pause();
        long end = System.nanoTime() + RUN_LIMIT.toNanos();
        int left = kills;
        boolean over = false;
        while (left > 0 || !over) {
            if (System.nanoTime() > end) {
                fail(
                        "run %d (seed %d) did not end within %s; killed: %s%n%s",
                        run, seed, RUN_LIMIT, killed, ground.said());
            }
            if (!over && ground.coordinatorEnded()) {
                int code = ground.exitCode();
                over = code == 0;
                if (!over) {
                    assertThat(code)
                            .as(
                                    "run %d (seed %d): only what may be tried again; killed: %s%n%s",
                                    run, seed, killed, ground.said())
                            .isIn(TRY_AGAIN);
                    // a restart that was killed before it had begun anew is still to be made
                    ground.startCoordinator(run > 1 && ground.attempts().equals(before));
                }
            }
            if (left > 0 && System.nanoTime() > due) {
                List<Victim> up = ground.up();
                if (!up.isEmpty()) {
                    Victim victim = up.get(random.nextInt(up.size()));
                    ground.kill(victim);
                    killed.add(run + ":" + victim);
                    System.out.println("KillIT: run " + run + ", kill " + killed.size() + ": " + victim);
                    left--;
                    due = System.nanoTime() + pause();
                }
            }
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
        ground.awaitAllUp();
    }

    private long pause() {
        return random.nextLong(LONGEST_PAUSE.toNanos());
    }

    private void expectEqual(KillGround ground, DemoData data, int run) throws Exception {
        List<BothSides.Differences> found = new ArrayList<>();
        try (Connection mysql = ground.mysql();
                Connection starRocks = ground.starRocks()) {
            await().atMost(EQUAL_LIMIT).pollInterval(Duration.ofSeconds(1)).until(() -> {
                found.add(BothSides.compare(data, mysql, starRocks));
                return found.get(found.size() - 1).none();
            });
        } catch (ConditionTimeoutException e) {
            BothSides.Differences last = found.get(found.size() - 1);
            fail(
                    "run %d (seed %d), %d rows: %d missing %s, %d stale %s, %d extra %s; killed: %s%n%s",
                    run,
                    seed,
                    last.rows(),
                    last.missing().size(),
                    last.missing(),
                    last.stale().size(),
                    last.stale(),
                    last.extra().size(),
                    last.extra(),
                    killed,
                    ground.said());
        }
        ground.expectIntactJournal();
        System.out.println("KillIT: run " + run + ": "
                + found.get(found.size() - 1).rows() + " rows, 0 missing, 0 stale, 0 extra");
    }
}
