package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.verify.RowDifference.Kind;
import io.github.sluice.wire.row.RowSchema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides keys that look different while writers go on, in rounds. In each round the source reads the keys and says which
 * part of the stream its reading contains; when StarRocks has at least that part, it is read too. Then:
 *
 * <ul>
 *   <li>Both are the same: the key is equal.
 *   <li>The stream has held no change of the key since before the first reading: neither side moved, the difference is
 *       real.
 *   <li>The key did change: then what the source showed must be one of the states that the stream holds at or after that
 *       reading's boundary, and so must what StarRocks showed. If both are, both follow the stream, however hot the key
 *       is. If one is not, a change was lost or changed on the way. Where the stream's first known change is too young
 *       to tell, the next round will.
 * </ul>
 *
 * A difference counts when two rounds in a row find it: a change is visible in MySQL moments before its GTID counts as
 * executed, so that a single round might miss its record. One thread; used once.
 */
final class Settling {
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(200);

    /** A change of one key in the stream: its place, and the row's digest after it; null after a delete. */
    private record Change(
            int partition, long offset, @Nullable Digest state) {}

    private enum Finding {
        EQUAL,
        DIFFERENT,
        OPEN
    }

    private enum Follows {
        YES,
        NO,
        PERHAPS
    }

    private static final class Suspect {
        private final List<Change> history = new ArrayList<>();
        private int strikes;
    }

    private final KeyOrder order;
    private final RowSchema schema;
    private final RowDigests digests;
    private final SourceSide source;
    private final KeyedRows target;
    private final StreamTopic stream;
    private final Applied applied;
    private final boolean deletesIgnored;
    private final LiveLimits limits;
    private final Pause pause;
    private final Clock clock;
    private final Findings findings;
    private final Map<RowKey, Suspect> open = new LinkedHashMap<>();

    Settling(Comparer of, Findings findings, Collection<RowKey> suspects) {
        this.order = of.order();
        this.schema = of.schema();
        this.digests = of.digests();
        this.source = of.source();
        this.target = of.target();
        this.stream = of.stream();
        this.applied = of.applied();
        this.deletesIgnored = of.deletesIgnored();
        this.limits = of.limits();
        this.pause = of.pause();
        this.clock = of.clock();
        this.findings = findings;
        suspects.forEach(key -> open.put(key, new Suspect()));
    }

    /** Looks until every key is decided or the time is up; what is found goes to the findings. */
    void run(CompareProgress progress) {
        findings.looked(open.size());
        Instant end = clock.instant().plus(limits.settle());
        StreamTopic.Tail tail = null;
        try {
            while (!open.isEmpty()) {
                progress.settling(open.size());
                boolean columns = open.values().stream().anyMatch(suspect -> suspect.strikes > 0);
                SourceSide.Look look = source.look(open.keySet(), columns);
                if (tail == null) {
                    tail = stream.tail(look.visible());
                }
                applied.await(look.captured());
                Map<RowKey, Seen> mine = read(columns);
                open.keySet().removeIf(key -> {
                    Seen theirs = look.rows().getOrDefault(key, Seen.NOTHING);
                    return (deletesIgnored && theirs.count() == 0) || theirs.same(mine.getOrDefault(key, Seen.NOTHING));
                });
                if (!open.isEmpty()) {
                    remember(tail);
                    judge(look, mine);
                }
                if (!open.isEmpty() && clock.instant().isAfter(end)) {
                    open.keySet().forEach(findings::unsettled);
                    open.clear();
                }
                if (!open.isEmpty()) {
                    pause.pause(BETWEEN_ROUNDS);
                }
            }
        } finally {
            if (tail != null) {
                tail.close();
            }
        }
    }

    private Map<RowKey, Seen> read(boolean columns) {
        Map<RowKey, Seen> seen = new HashMap<>();
        target.keys(open.keySet(), wire -> {
            RowKey key = order.of(wire);
            if (open.containsKey(key)) {
                seen.put(key, seen.getOrDefault(key, Seen.NOTHING).and(digests.of(wire), columns(columns, wire)));
            }
        });
        return seen;
    }

    private List<String> columns(boolean wanted, @Nullable Object[] wire) {
        return wanted ? digests.columns(wire) : List.of();
    }

    /** Everything that StarRocks can have shown was committed before this, so it stands below the boundary. */
    private void remember(StreamTopic.Tail tail) {
        tail.readTo(stream.stableEnds(), (partition, offset, wire, deleted) -> {
            Suspect suspect = open.get(order.of(wire));
            if (suspect != null) {
                suspect.history.add(new Change(partition, offset, deleted ? null : digests.of(wire)));
            }
        });
    }

    private void judge(SourceSide.Look look, Map<RowKey, Seen> mine) {
        Iterator<Map.Entry<RowKey, Suspect>> entries = open.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<RowKey, Suspect> entry = entries.next();
            Suspect suspect = entry.getValue();
            Seen theirs = look.rows().getOrDefault(entry.getKey(), Seen.NOTHING);
            Seen ours = mine.getOrDefault(entry.getKey(), Seen.NOTHING);
            switch (judge(suspect, theirs, ours, look)) {
                case EQUAL -> entries.remove();
                case OPEN -> suspect.strikes = 0;
                case DIFFERENT -> {
                    suspect.strikes++;
                    if (suspect.strikes > 1) {
                        findings.differs(entry.getKey(), kind(theirs, ours), differingColumns(theirs, ours));
                        entries.remove();
                    }
                }
            }
            forget(suspect, look.visible());
        }
    }

    private static Finding judge(Suspect suspect, Seen theirs, Seen ours, SourceSide.Look look) {
        if (theirs.count() > 1 || ours.count() > 1 || suspect.history.isEmpty()) {
            return Finding.DIFFERENT;
        }
        Follows sourceFollows = follows(suspect.history, theirs.digest(), look.visible());
        Follows targetFollows = follows(suspect.history, ours.digest(), look.captured());
        if (sourceFollows == Follows.NO || targetFollows == Follows.NO) {
            return Finding.DIFFERENT;
        }
        return sourceFollows == Follows.YES && targetFollows == Follows.YES ? Finding.EQUAL : Finding.OPEN;
    }

    /** Whether a state that was read when all changes below the boundary had taken effect is one of the stream's. */
    private static Follows follows(List<Change> history, @Nullable Digest state, Offsets boundary) {
        Change newestBelow = null;
        boolean after = false;
        for (Change change : history) {
            if (boundary.covers(change.partition(), change.offset())) {
                newestBelow = change;
            } else {
                after |= Objects.equals(change.state(), state);
            }
        }
        if (after || (newestBelow != null && Objects.equals(newestBelow.state(), state))) {
            return Follows.YES;
        }
        return newestBelow == null ? Follows.PERHAPS : Follows.NO;
    }

    /** Boundaries only move on, so nothing before the newest change below one is looked at again. */
    private static void forget(Suspect suspect, Offsets boundary) {
        List<Change> history = suspect.history;
        int newest = -1;
        for (int i = 0; i < history.size(); i++) {
            if (boundary.covers(history.get(i).partition(), history.get(i).offset())) {
                newest = i;
            }
        }
        if (newest > 0) {
            history.subList(0, newest).clear();
        }
    }

    private static Kind kind(Seen theirs, Seen ours) {
        if (theirs.count() > 1 || ours.count() > 1) {
            return Kind.REPEATED;
        }
        return ours.digest() == null ? Kind.MISSING : theirs.digest() == null ? Kind.EXTRA : Kind.CHANGED;
    }

    private List<String> differingColumns(Seen theirs, Seen ours) {
        List<String> names = new ArrayList<>();
        if (theirs.columns().size() == schema.size() && ours.columns().size() == schema.size()) {
            for (int i = 0; i < schema.size(); i++) {
                if (!theirs.columns().get(i).equals(ours.columns().get(i))) {
                    names.add(schema.columns().get(i).name());
                }
            }
        }
        return names;
    }
}
