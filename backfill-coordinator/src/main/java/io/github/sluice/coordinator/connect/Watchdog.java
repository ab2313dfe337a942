package io.github.sluice.coordinator.connect;

import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.connect.Look.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Judges one sink connector by the progress of its committed offsets, for a task that hangs is RUNNING too. A partition
 * stalls when it has something to load and its committed offset has not moved for as long as the limit; what cannot be seen
 * for as long counts the same. One thread.
 */
public final class Watchdog {
    /** A restart is carried out a moment after Connect has said yes, and until then its states are the old ones. */
    private static final Duration RESTART_TIME = Duration.ofSeconds(5);

    private final Sight sight;
    private final Duration stallLimit;
    private final int mostRestarts;
    private final Map<TopicPartition, Track> tracks = new HashMap<>();
    private @Nullable Instant lastSeen;
    private @Nullable Instant begun;
    private @Nullable Instant lastRestart;
    private int restarts;

    /** One partition over time. */
    private static final class Track {
        private long committed;
        private Instant stillSince;
        private long checkedEnd = -1;
        private boolean empty;

        Track(long committed, Instant now) {
            this.committed = committed;
            this.stillSince = now;
        }
    }

    /**
     * @param stallLimit how long a partition may stand still with something to load
     * @param mostRestarts how often what has failed is restarted before it counts
     */
    public Watchdog(Sight sight, Duration stallLimit, int mostRestarts) {
        this.sight = sight;
        this.stallLimit = stallLimit;
        this.mostRestarts = mostRestarts;
    }

    /** Looks once; may restart what has failed. */
    public Look look(Instant now) {
        if (begun == null) {
            begun = now;
        }
        Optional<ConnectorStatus> status;
        Map<TopicPartition, Standing> standings;
        Map<TopicPartition, Long> lags;
        double loaded;
        try {
            status = sight.status();
            if (status.isEmpty()) {
                return gone(now);
            }
            standings = new LinkedHashMap<>(sight.standings());
            loaded = follow(standings, now);
            lags = lags(standings, now);
        } catch (ConnectException | Failure e) {
            return unseen(now, String.valueOf(e.getMessage()));
        }
        Double rate = lastSeen == null || !now.isAfter(lastSeen)
                ? null
                : loaded * 1e9 / Duration.between(lastSeen, now).toNanos();
        lastSeen = now;
        List<TopicPartition> behind = lags.keySet().stream()
                .sorted(Comparator.comparing((TopicPartition place) -> track(place).stillSince)
                        .thenComparing(TopicPartition::topic)
                        .thenComparing(TopicPartition::partition))
                .toList();
        Duration still = behind.isEmpty() ? Duration.ZERO : Duration.between(track(behind.get(0)).stillSince, now);
        Verdict verdict = Verdict.GOES_ON;
        String reason = "";
        List<TopicPartition> stuck = List.of();
        if (status.get().failed()) {
            reason = status.get().reason();
            verdict = restart(now) ? Verdict.GOES_ON : Verdict.FAILED;
            stuck = verdict == Verdict.FAILED ? behind : List.of();
        } else if (!behind.isEmpty() && still.compareTo(stallLimit) >= 0) {
            verdict = Verdict.STALLED;
            reason = "topic " + behind.get(0).topic() + " partition "
                    + behind.get(0).partition() + " has not moved for " + still.toSeconds() + " s";
            stuck = behind.stream()
                    .filter(place ->
                            Duration.between(track(place).stillSince, now).compareTo(stallLimit) >= 0)
                    .toList();
        }
        return new Look(
                now,
                status,
                lags.values().stream().mapToLong(Long::longValue).sum(),
                rate,
                still,
                restarts,
                verdict,
                reason,
                standings,
                stuck);
    }

    /** Notes what has moved; the number of offsets that were committed since the look before. */
    private double follow(Map<TopicPartition, Standing> standings, Instant now) {
        tracks.keySet().retainAll(standings.keySet());
        double loaded = 0;
        for (Map.Entry<TopicPartition, Standing> entry : standings.entrySet()) {
            long committed = entry.getValue().committed();
            Track track = tracks.computeIfAbsent(entry.getKey(), place -> new Track(committed, now));
            if (track.committed != committed) {
                loaded += Math.max(0, committed - track.committed);
                track.committed = committed;
                track.stillSince = now;
                track.checkedEnd = -1;
            }
        }
        return loaded;
    }

    /** What is left to load, by partition; a partition that stands still is read to see whether it is markers only. */
    private Map<TopicPartition, Long> lags(Map<TopicPartition, Standing> standings, Instant now) {
        Map<TopicPartition, Long> lags = new LinkedHashMap<>();
        for (Map.Entry<TopicPartition, Standing> entry : standings.entrySet()) {
            Standing standing = entry.getValue();
            Track track = track(entry.getKey());
            if (standing.lag() > 0 && now.isAfter(track.stillSince) && track.checkedEnd != standing.end()) {
                track.empty = !sight.holdsRecords(entry.getKey(), standing);
                track.checkedEnd = standing.end();
            }
            if (standing.lag() == 0 || (track.checkedEnd == standing.end() && track.empty)) {
                track.stillSince = now;
            } else {
                lags.put(entry.getKey(), standing.lag());
            }
        }
        return lags;
    }

    private Track track(TopicPartition place) {
        Track track = tracks.get(place);
        if (track == null) {
            throw new IllegalStateException(place + " is not followed");
        }
        return track;
    }

    /** Whether it is to be seen what a restart does. One whose answer is lost counts. */
    private boolean restart(Instant now) {
        if (lastRestart != null && Duration.between(lastRestart, now).compareTo(RESTART_TIME) < 0) {
            return true;
        }
        if (restarts >= mostRestarts) {
            return false;
        }
        restarts++;
        lastRestart = now;
        try {
            sight.restartFailed();
            return true;
        } catch (ConnectException notNow) {
            // the next look shows whether it has helped
            return true;
        }
    }

    private Look gone(Instant now) {
        return blind(now, Verdict.FAILED, "there is no such connector any more");
    }

    private Look unseen(Instant now, String reason) {
        Instant since = lastSeen == null ? begun : lastSeen;
        boolean tooLong = since != null && Duration.between(since, now).compareTo(stallLimit) >= 0;
        return blind(now, tooLong ? Verdict.STALLED : Verdict.GOES_ON, reason);
    }

    private Look blind(Instant now, Verdict verdict, String reason) {
        return new Look(
                now, Optional.empty(), null, null, Duration.ZERO, restarts, verdict, reason, Map.of(), List.of());
    }
}
