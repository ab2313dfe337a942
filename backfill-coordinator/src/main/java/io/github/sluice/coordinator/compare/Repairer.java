package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.compare.Repair.Action;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows anew into the stream, beside the streamer. A newer change of the streamer's may stand before what is sent
 * here, so each row is read again afterwards, at a moment when everything that stands before it in the topic is visible
 * in MySQL. If the row is still what was sent, nothing newer stands before it, and whatever comes later stands behind it;
 * else it is sent again. One thread.
 */
final class Repairer {
    private final KeyOrder order;
    private final RowDigests digests;
    private final KeyedRows mysql;
    private final Capture capture;
    private final ChangeSender sender;
    private final RepairJournal journal;
    private final LiveLimits limits;
    private final Clock clock;

    Repairer(
            KeyOrder order,
            RowDigests digests,
            KeyedRows mysql,
            Capture capture,
            ChangeSender sender,
            RepairJournal journal,
            LiveLimits limits,
            Clock clock) {
        this.order = order;
        this.digests = digests;
        this.mysql = mysql;
        this.capture = capture;
        this.sender = sender;
        this.journal = journal;
        this.limits = limits;
        this.clock = clock;
    }

    /** What would be sent now. */
    Map<RowKey, Action> plan(Collection<RowKey> keys) {
        Map<RowKey, @Nullable Object[]> rows = read(keys);
        Map<RowKey, Action> plan = new LinkedHashMap<>();
        keys.forEach(key -> plan.put(key, rows.containsKey(key) ? Action.UPSERT : Action.DELETE));
        return plan;
    }

    /**
     * Sends the rows.
     *
     * @param target what StarRocks holds under the keys; of what it does not hold nothing can be deleted
     */
    Map<RowKey, Action> apply(Collection<RowKey> keys, Map<RowKey, @Nullable Object[]> target) {
        journal.sends(keys.size());
        Map<RowKey, Action> done = new LinkedHashMap<>();
        Set<RowKey> open = new LinkedHashSet<>(keys);
        // what may stand in StarRocks: what was read there, and what was sent since
        Map<RowKey, @Nullable Object[]> there = new HashMap<>(target);
        long upserts = 0;
        long deletes = 0;
        Instant end = clock.instant().plus(limits.settle());
        while (!open.isEmpty()) {
            Map<RowKey, @Nullable Object[]> rows = read(open);
            Map<Integer, Long> sent = new HashMap<>();
            for (RowKey key : open) {
                @Nullable Object[] row = rows.get(key);
                @Nullable Object[] gone = there.get(key);
                if (row == null && gone == null) {
                    done.put(key, Action.NOTHING);
                } else {
                    ChangeSender.Place place =
                            row != null ? sender.send(row, false) : sender.send(Objects.requireNonNull(gone), true);
                    sent.merge(place.partition(), place.offset(), Math::max);
                    upserts += row != null ? 1 : 0;
                    deletes += row != null ? 0 : 1;
                    done.put(key, row != null ? Action.UPSERT : Action.DELETE);
                    if (row != null) {
                        there.put(key, row);
                    }
                }
            }
            awaitVisible(sent);
            Map<RowKey, @Nullable Object[]> again = read(open);
            open.removeIf(key -> Objects.equals(digest(rows.get(key)), digest(again.get(key))));
            if (clock.instant().isAfter(end)) {
                open.forEach(key -> done.put(key, Action.MOVING));
                break;
            }
        }
        journal.sent(upserts, deletes, open.size());
        return done;
    }

    /** Until everything that stands before the records is over in the topic and visible in MySQL. */
    private void awaitVisible(Map<Integer, Long> sent) {
        boolean visible;
        do {
            Offsets boundary = capture.visibleBelow();
            visible = sent.entrySet().stream().allMatch(place -> boundary.covers(place.getKey(), place.getValue()));
        } while (!visible);
    }

    private Map<RowKey, @Nullable Object[]> read(Collection<RowKey> keys) {
        Set<RowKey> wanted = new LinkedHashSet<>(keys);
        Map<RowKey, @Nullable Object[]> rows = new HashMap<>();
        mysql.keys(wanted, wire -> {
            RowKey key = order.of(wire);
            if (wanted.contains(key)) {
                rows.put(key, wire.clone());
            }
        });
        return rows;
    }

    private @Nullable Digest digest(@Nullable Object @Nullable [] wire) {
        return wire == null ? null : digests.of(wire);
    }
}
