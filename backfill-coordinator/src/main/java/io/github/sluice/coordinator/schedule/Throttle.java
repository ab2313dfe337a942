package io.github.sluice.coordinator.schedule;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Pause;
import io.github.sluice.coordinator.settings.PaceSettings.AtLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds steps back while a server has more to do than the settings allow. What cannot be measured holds nothing back: it
 * is said once. Thread-safe.
 */
public final class Throttle {
    private static final Logger LOG = LoggerFactory.getLogger(Throttle.class);

    private final List<Gauge> gauges;
    private final Duration patience;
    private final AtLimit atLimit;
    private final Duration lookEvery;
    private final Clock clock;
    private final Map<String, Boolean> unreadable = new ConcurrentHashMap<>();

    /** Something that can be measured. */
    public interface Observer {
        /**
         * @return empty if the server does not tell
         * @throws RuntimeException if it cannot be asked
         */
        OptionalLong look(String table);
    }

    /**
     * A limit.
     *
     * @param setting its key in sluice.yaml
     * @param unit behind the number
     */
    public record Gauge(String setting, String what, String unit, long limit, Observer observer) {
        /** What is to be said of a value; empty if it is within the limit. */
        Optional<String> judge(long found) {
            return found <= limit
                    ? Optional.empty()
                    : Optional.of(what + " " + found + unit + " > " + limit + unit + " (throttle." + setting + ")");
        }
    }

    /** @param lookEvery how often a server is asked while a step is held back */
    public Throttle(List<Gauge> gauges, Duration patience, AtLimit atLimit, Duration lookEvery, Clock clock) {
        this.gauges = List.copyOf(gauges);
        this.patience = patience;
        this.atLimit = atLimit;
        this.lookEvery = lookEvery;
        this.clock = clock;
    }

    /**
     * Returns when every gauge is within its limit.
     *
     * @param held told why, as often as it is looked; true to wait no longer
     * @throws Failure after the limit, unless the settings say that the step goes on then
     */
    public void await(String table, Predicate<String> held) {
        Instant limit = clock.instant().plus(patience);
        while (true) {
            Optional<String> reason = reason(table);
            if (reason.isEmpty() || held.test(reason.get())) {
                return;
            }
            if (clock.instant().isAfter(limit)) {
                if (atLimit == AtLimit.GO) {
                    LOG.warn("{} goes on after {} although {}", table, patience, reason.get());
                    return;
                }
                throw new Failure(
                        ExitCode.UNKNOWN,
                        table + ": held back for " + patience.toMinutes() + " min (throttle.wait): " + reason.get()
                                + "; run again when there is less to do, or raise the limit");
            }
            Pause.sleep(lookEvery, table + " is held back");
        }
    }

    private Optional<String> reason(String table) {
        for (Gauge gauge : gauges) {
            Optional<String> reason = look(gauge, table).stream()
                    .mapToObj(gauge::judge)
                    .flatMap(Optional::stream)
                    .findFirst();
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }

    private OptionalLong look(Gauge gauge, String table) {
        OptionalLong found;
        try {
            found = gauge.observer().look(table);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            sayOnce(gauge, String.valueOf(e.getMessage()));
            return OptionalLong.empty();
        }
        if (found.isEmpty()) {
            sayOnce(gauge, "the server does not tell");
        }
        return found;
    }

    private void sayOnce(Gauge gauge, String why) {
        if (unreadable.putIfAbsent(gauge.setting(), true) == null) {
            LOG.warn("throttle.{} holds nothing back: {}: {}", gauge.setting(), gauge.what(), why);
        }
    }
}
