package io.github.sluice.coordinator.watch;

import io.github.sluice.coordinator.alert.Alert.Kind;
import io.github.sluice.coordinator.alert.Phrase;
import io.github.sluice.coordinator.settings.WatchSettings.Restarts;
import io.github.sluice.coordinator.settings.WatchSettings.Watched;
import io.github.sluice.coordinator.watch.Memory.Past;
import io.github.sluice.coordinator.watch.Sighting.State;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at each process and does what is due, without ever waiting: a process that is asked to end is looked at again by the
 * next look. One thread.
 */
final class Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    private final List<Watched> processes;
    private final Eyes eyes;
    private final Hands hands;
    private final Voice voice;
    private final Memory memory;
    private final Clock clock;

    /** What a watch says. */
    interface Voice {
        /** Something is wrong with a process. */
        void raise(Kind kind, String process, List<Phrase> reasons, String budget);

        /** A process is well. */
        void settle(String process);
    }

    Watcher(List<Watched> processes, Eyes eyes, Hands hands, Voice voice, Memory memory, Clock clock) {
        this.processes = processes;
        this.eyes = eyes;
        this.hands = hands;
        this.voice = voice;
        this.memory = memory;
        this.clock = clock;
    }

    /** One look at every process, in the order of the settings. */
    List<Sighting> look() {
        List<Sighting> sightings = new ArrayList<>();
        for (Watched watched : processes) {
            Sighting sighting = look(watched, memory.of(watched.name()));
            LOG.debug("{}", sighting);
            sightings.add(sighting);
        }
        return sightings;
    }

    private Sighting look(Watched watched, Past past) {
        Signs signs = eyes.look(watched);
        Instant now = clock.instant();
        if (past.stoppingSince != null) {
            return stopping(watched, past, past.stoppingSince, signs, now);
        }
        return signs.alive() ? alive(watched, past, signs, now) : dead(watched, past, now);
    }

    private Sighting stopping(Watched watched, Past past, Instant since, Signs signs, Instant now) {
        Long pid = signs.pid();
        if (pid == null) {
            past.stoppingSince = null;
            return start(watched, past, now, List.of(Phrase.of("watch.reason.ended")));
        }
        if (!now.isBefore(since.plus(watched.stopLimit()))) {
            LOG.warn("{}: process {} did not end within {}, it is killed", watched.name(), pid, watched.stopLimit());
            hands.kill(pid);
        }
        return sighting(watched, past, now, State.STOPPING, pid, List.of());
    }

    private Sighting alive(Watched watched, Past past, Signs signs, Instant now) {
        past.fatalExit = null;
        if (past.startedAt != null && now.isBefore(past.startedAt.plus(watched.patience()))) {
            boolean well = signs.ill().isEmpty() && signs.late().isEmpty();
            if (well) {
                past.illSince = null;
                voice.settle(watched.name());
            }
            return sighting(watched, past, now, well ? State.WELL : State.STARTING, signs.pid(), signs.ill());
        }
        if (signs.ill().isEmpty()) {
            past.illSince = null;
        } else if (past.illSince == null) {
            past.illSince = now;
        }
        List<Phrase> stuck = new ArrayList<>(signs.late());
        if (stuck.isEmpty() && past.illSince != null && !now.isBefore(past.illSince.plus(watched.stuckAfter()))) {
            stuck.addAll(signs.ill());
            stuck.add(Phrase.of(
                    "watch.reason.since", Duration.between(past.illSince, now).toSeconds()));
        }
        if (!stuck.isEmpty()) {
            return stuck(watched, past, signs.pid(), stuck, now);
        }
        if (past.illSince != null) {
            return sighting(watched, past, now, State.ILL, signs.pid(), signs.ill());
        }
        voice.settle(watched.name());
        return sighting(watched, past, now, State.WELL, signs.pid(), List.of());
    }

    private Sighting stuck(Watched watched, Past past, @Nullable Long pid, List<Phrase> why, Instant now) {
        if (pid == null) {
            List<Phrase> reason = new ArrayList<>(why);
            reason.add(Phrase.of("watch.reason.noPid", watched.pidFile()));
            voice.raise(Kind.CANNOT_STOP, watched.name(), reason, "");
            return sighting(watched, past, now, State.GIVEN_UP, null, reason);
        }
        if (isUsedUp(watched, past, now)) {
            return giveUp(watched, past, pid, why, now);
        }
        past.restarts.add(now);
        past.stoppingSince = now;
        past.illSince = null;
        voice.raise(Kind.STUCK, watched.name(), why, budget(watched, past, now));
        hands.stop(pid);
        return sighting(watched, past, now, State.STOPPING, pid, why);
    }

    private Sighting dead(Watched watched, Past past, Instant now) {
        past.illSince = null;
        OptionalInt exit = hands.exitCode(watched);
        if (exit.isPresent() && watched.restarts().notAfter().contains(exit.getAsInt())) {
            past.fatalExit = (long) exit.getAsInt();
        }
        if (past.fatalExit != null) {
            return giveUp(
                    watched,
                    past,
                    null,
                    List.of(Phrase.of("watch.reason.exit", past.fatalExit), Phrase.of("watch.reason.notMended")),
                    now);
        }
        List<Phrase> why = List.of(
                exit.isPresent()
                        ? Phrase.of("watch.reason.exit", exit.getAsInt())
                        : Phrase.of("watch.reason.noProcess"));
        if (isUsedUp(watched, past, now)) {
            return giveUp(watched, past, null, why, now);
        }
        if (now.isBefore(notBefore(watched.restarts(), past))) {
            return sighting(watched, past, now, State.WAITING, null, why);
        }
        past.restarts.add(now);
        voice.raise(Kind.DIED, watched.name(), why, budget(watched, past, now));
        return start(watched, past, now, why);
    }

    private Sighting start(Watched watched, Past past, Instant now, List<Phrase> why) {
        past.startedAt = now;
        try {
            hands.start(watched);
            LOG.info("{}: started ({})", watched.name(), why);
            return sighting(watched, past, now, State.STARTED, null, why);
        } catch (IOException e) {
            List<Phrase> reason = List.of(Phrase.of("watch.reason.io", e.getMessage()));
            voice.raise(Kind.CANNOT_START, watched.name(), reason, budget(watched, past, now));
            return sighting(watched, past, now, State.GIVEN_UP, null, reason);
        }
    }

    private Sighting giveUp(Watched watched, Past past, @Nullable Long pid, List<Phrase> why, Instant now) {
        voice.raise(Kind.GAVE_UP, watched.name(), why, budget(watched, past, now));
        return sighting(watched, past, now, State.GIVEN_UP, pid, why);
    }

    private static boolean isUsedUp(Watched watched, Past past, Instant now) {
        return past.restartsWithin(watched.restarts().per(), now)
                >= watched.restarts().most();
    }

    /** The first restart comes at once, each further one after twice the time. */
    private static Instant notBefore(Restarts restarts, Past past) {
        int count = past.restarts.size();
        if (count == 0) {
            return Instant.MIN;
        }
        Duration wait = restarts.backoff();
        for (int i = 1; i < count && wait.compareTo(restarts.longestBackoff()) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        wait = wait.compareTo(restarts.longestBackoff()) > 0 ? restarts.longestBackoff() : wait;
        return past.restarts.get(count - 1).plus(wait);
    }

    private static String budget(Watched watched, Past past, Instant now) {
        Restarts restarts = watched.restarts();
        return past.restartsWithin(restarts.per(), now) + "/" + restarts.most() + " ("
                + restarts.per().toMinutes() + " min)";
    }

    private static Sighting sighting(
            Watched watched, Past past, Instant now, State state, @Nullable Long pid, List<Phrase> reasons) {
        return new Sighting(
                watched.name(),
                state,
                pid,
                reasons,
                past.restartsWithin(watched.restarts().per(), now));
    }
}
