package io.github.sluice.connect;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether this task may still believe that its partitions are its own.
 *
 * <p>The group coordinator gives our partitions to somebody else once it has not heard from us for the session timeout. We
 * cannot ask it, but we can know when that cannot have happened yet: while less than the session timeout has passed since
 * it last heard from us. So the lease is held while, within two thirds of that time,
 *
 * <ul>
 *   <li>the task's own thread was seen at work ({@link #turn}). A longer gap means that the process was stopped
 *       (SIGSTOP, a frozen virtual machine, a long collection): all threads were, also the one that sends heartbeats;
 *   <li>the coordinator answered a heartbeat, where the count of answers can be read ({@link Heartbeats}). A longer gap means
 *       that we are cut off from it, though StarRocks may still be in reach.
 * </ul>
 *
 * <p>Gaps are measured by two clocks, the monotonic and the wall clock, and the longer counts: the monotonic one may stand
 * still while a machine is suspended. A wall clock set forward costs a needless rewind, nothing more.
 *
 * <p>Once broken it stays broken, however well things look, until ownership is confirmed: by Connect opening partitions, by
 * three further heartbeat answers (an answer of "unknown member" is followed by none, two may have been under way), or,
 * without a count, by a whole session timeout of uninterrupted work in which Connect did not take the partitions away.
 *
 * <p>Thread-safe: the task's thread takes turns, loading threads ask {@link #held}.
 */
final class Lease {
    private static final long CONFIRMING_HEARTBEATS = 3;

    private final LongSupplier monotonicMillis;
    private final LongSupplier wallMillis;
    private final Supplier<OptionalLong> heartbeats;
    private final long sessionMillis;
    private final long safeMillis;

    // all guarded by this
    private boolean opened;
    private long lastTurn;
    private long lastTurnWall;
    private long lastSample;
    private long lastHeartbeat;
    private long answered = -1;
    private @Nullable String broken;
    private long brokenAt;
    private long answeredWhenBroken = -1;

    Lease(Duration session, LongSupplier monotonicMillis, LongSupplier wallMillis, Supplier<OptionalLong> heartbeats) {
        this.sessionMillis = session.toMillis();
        this.safeMillis = sessionMillis * 2 / 3;
        this.monotonicMillis = monotonicMillis;
        this.wallMillis = wallMillis;
        this.heartbeats = heartbeats;
    }

    static Lease real(Duration session, Heartbeats heartbeats) {
        return new Lease(session, () -> System.nanoTime() / 1_000_000, System::currentTimeMillis, heartbeats::answered);
    }

    /** Connect has opened partitions: the coordinator has just given them to us. */
    synchronized void opened() {
        long now = monotonicMillis.getAsLong();
        opened = true;
        broken = null;
        seenAt(now);
        lastHeartbeat = now;
        lastSample = now;
        heartbeats.get().ifPresent(count -> answered = count);
    }

    /** The task's own thread is at work. To be called at least every second or so. @return whether the lease is held */
    synchronized boolean turn() {
        check();
        seenAt(monotonicMillis.getAsLong());
        return broken == null;
    }

    /** Any thread. */
    synchronized boolean held() {
        check();
        return opened && broken == null;
    }

    /** Something happened that a sole owner would not see. */
    synchronized void doubt(String reason) {
        if (broken == null) {
            breakNow(reason, monotonicMillis.getAsLong());
        }
    }

    /** What {@link #confirmed} goes by, for the log. */
    synchronized String evidence() {
        return heartbeats.get().isPresent()
                ? "by " + CONFIRMING_HEARTBEATS + " heartbeat answers of the group coordinator"
                : "by a session timeout of work in which Connect did not take them away";
    }

    /** Why it is broken; null while held. */
    synchronized @Nullable String brokenBecause() {
        return broken;
    }

    /** Whether a broken lease has been confirmed since; from then on it is held again. After {@link #turn}. */
    synchronized boolean confirmed() {
        if (broken == null) {
            return true;
        }
        long now = monotonicMillis.getAsLong();
        OptionalLong count = heartbeats.get();
        boolean confirmed;
        if (count.isPresent()) {
            if (answeredWhenBroken < 0 || count.getAsLong() < answeredWhenBroken) {
                answeredWhenBroken = count.getAsLong();
            }
            confirmed = count.getAsLong() - answeredWhenBroken >= CONFIRMING_HEARTBEATS;
        } else {
            confirmed = now - brokenAt >= sessionMillis;
        }
        if (confirmed) {
            broken = null;
            lastHeartbeat = now;
            lastSample = now;
            count.ifPresent(total -> answered = total);
        }
        return confirmed;
    }

    private void check() {
        if (!opened) {
            return;
        }
        long now = monotonicMillis.getAsLong();
        long gap = Math.max(now - lastTurn, wallMillis.getAsLong() - lastTurnWall);
        if (gap > safeMillis) {
            breakNow(
                    "the task stood still for " + gap + " ms, and after " + sessionMillis
                            + " ms its partitions may be somebody else's",
                    now);
            lastSample = now;
            return;
        }
        heartbeats.get().ifPresent(count -> {
            if (answered < 0) {
                // the first count: nothing to compare with yet
                lastHeartbeat = now;
            } else if (count > answered) {
                // it was answered at some time after the sample before this one
                lastHeartbeat = lastSample;
            }
            answered = count;
            if (now - lastHeartbeat > safeMillis) {
                breakNow("the group coordinator has answered no heartbeat for " + (now - lastHeartbeat) + " ms", now);
            }
        });
        lastSample = now;
    }

    private void breakNow(String reason, long now) {
        if (broken == null) {
            broken = reason;
        }
        answeredWhenBroken = heartbeats.get().orElse(-1);
        brokenAt = now;
    }

    private void seenAt(long now) {
        lastTurn = now;
        lastTurnWall = wallMillis.getAsLong();
    }
}
