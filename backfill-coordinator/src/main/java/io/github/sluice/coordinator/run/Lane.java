package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.Instruction;
import io.github.sluice.coordinator.run.Board.End;
import io.github.sluice.coordinator.schedule.Crew;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All tables of one half: begun in their order, several at once, each tried again when the operator says so while the run
 * goes on. What happens to one table stays with it.
 *
 * <p>One thread calls; every table under way has a thread of its own, because most of its time it waits for the other half.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** Tables under way at once in one half; each costs a thread that mostly waits. */
    static final int MOST_AT_ONCE = 128;

    private final Side side;
    private final Half half;
    private final Workplace work;
    private final Tries tries;
    private final boolean beside;

    /** @param beside whether the source half, which this one follows, is in this process too */
    Lane(Side side, Half half, Workplace work, Tries tries, boolean beside) {
        this.side = side;
        this.half = half;
        this.work = work;
        this.tries = tries;
        this.beside = beside;
    }

    /** Returns when all tables have ended, or when this thread was interrupted and all have been stopped. */
    void run(List<Table> tables, Stretch pass, boolean afresh) {
        List<Table> hopeful = tables.stream()
                .filter(table -> tries.of(side, table.target())
                        .map(before -> before.failure() == null)
                        .orElse(true))
                .filter(table -> tries.failure(table.target()) == null)
                .toList();
        Crew<Table> crew = new Crew<>(
                MOST_AT_ONCE,
                table -> this + " " + table.target(),
                table -> runOne(table, pass, afresh),
                table -> side == Side.SOURCE || isAnnounced(table.target()),
                () -> again(tables));
        try {
            crew.run(hopeful);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAnnounced(String table) {
        for (String word : new String[] {Attempts.ATTEMPT, Attempts.REFUSAL}) {
            if (work.control().newest(table, word).isPresent()
                    && (!beside || work.control().sinceStart(table, word))) {
                return true;
            }
        }
        return false;
    }

    /** Tables that have failed or were left out, and that somebody has said are to go on. */
    private Collection<Table> again(List<Table> tables) {
        List<Table> again = new ArrayList<>();
        for (Table table : tables) {
            boolean over = tries.of(side, table.target())
                    .filter(Tries.Try::mayBeginAgain)
                    .filter(before -> !before.again().equals(Instruction.again(work.control(), table.target())))
                    .isPresent();
            if (over) {
                LOG.info("{}: {} tries {} again", work.settings().name(), this, table.target());
                begins(table.target());
                again.add(table);
            }
        }
        return again;
    }

    private void begins(String table) {
        tries.begins(side, table, Instruction.again(work.control(), table));
    }

    private void runOne(Table table, Stretch pass, boolean afresh) {
        String name = table.target();
        begins(name);
        Failure failed = null;
        String skipped = "";
        try {
            if (side == Side.SOURCE) {
                work.traffic().open(side, name, pass.first());
            }
            work.traffic().throwIfSkipped(name);
            half.run(table, pass, afresh);
        } catch (Skipped leftOut) {
            skipped = String.valueOf(leftOut.getMessage());
            LOG.info("{}", skipped);
        } catch (Failure failure) {
            failed = failure;
        } catch (RuntimeException e) {
            LOG.error("{}", name, e);
            failed = Tries.unknown(name, e);
        } catch (Error e) {
            LOG.error("{}", name, e);
            failed = new Failure(ExitCode.UNKNOWN, name + ": " + e, e);
        } finally {
            work.traffic().leave(side, name);
            tries.ends(side, name, failed, skipped);
            tell(name, failed, skipped);
        }
    }

    /** The table is over when both halves of this process are through with it. */
    private void tell(String table, @Nullable Failure failed, String skipped) {
        Side other = side == Side.SOURCE ? Side.TARGET : Side.SOURCE;
        if (tries.over(other, table)) {
            boolean bad = failed != null || tries.failure(table) != null;
            work.board()
                    .leaves(
                            table,
                            bad
                                    ? End.FAILED
                                    : skipped.isEmpty() && tries.skipped(table).isEmpty() ? End.DONE : End.SKIPPED);
        }
    }

    @Override
    public String toString() {
        return half.getClass().getSimpleName();
    }
}
