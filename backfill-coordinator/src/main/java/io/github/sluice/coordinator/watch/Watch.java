package io.github.sluice.coordinator.watch;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.alert.Alert;
import io.github.sluice.coordinator.alert.Alert.Kind;
import io.github.sluice.coordinator.alert.AlertDesk;
import io.github.sluice.coordinator.alert.AlertSender;
import io.github.sluice.coordinator.alert.Phrase;
import io.github.sluice.coordinator.alert.Wording;
import io.github.sluice.coordinator.journal.ProcessLock;
import io.github.sluice.coordinator.settings.WatchSettings;
import io.github.sluice.coordinator.settings.WatchSettings.Watched;
import io.github.sluice.coordinator.watch.Sighting.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code sluice watch} from its lock to its last alert. Whatever ends it, the processes go on. One thread but for {@link
 * #end}; closed by its opener.
 */
public final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final String LOCK = "watch.lock";
    private static final Duration SAY_LIMIT = Duration.ofMinutes(2);

    private final WatchSettings settings;
    private final ProcessLock lock;
    private final AlertSender sender;
    private final AlertDesk desk;
    private final Memory memory;
    private final Watcher watcher;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Takes the lock.
     *
     * @param listener hears every alert that is sent
     * @throws Failure with {@link ExitCode#REFUSED} when another watch runs
     */
    public Watch(WatchSettings settings, Wording wording, Clock clock, Consumer<Alert> listener) {
        this(settings, wording, AlertSender.PAUSES, clock, listener);
    }

    Watch(WatchSettings settings, Wording wording, List<Duration> pauses, Clock clock, Consumer<Alert> listener) {
        this.settings = settings;
        Path folder = settings.stateFolder();
        this.sender = new AlertSender(settings.alerts().channels(), wording, pauses, clock);
        try {
            this.lock = ProcessLock.take(
                    folder.resolve(LOCK), "another sluice watch holds " + folder.resolve(LOCK) + "; one is enough");
        } catch (Failure e) {
            sender.close();
            throw e;
        }
        this.desk = new AlertDesk(
                folder.resolve("alerts.json"),
                settings.name(),
                settings.alerts().repeatAfter(),
                sender,
                clock,
                listener);
        this.memory = new Memory(folder.resolve("processes.json"));
        this.watcher =
                new Watcher(settings.processes(), new LiveSigns(clock), new ProcessTable(), voice(desk), memory, clock);
    }

    private static Watcher.Voice voice(AlertDesk desk) {
        return new Watcher.Voice() {
            @Override
            public void raise(Kind kind, String process, List<Phrase> reasons, String budget) {
                desk.raise(kind, process, reasons, budget);
            }

            @Override
            public void settle(String process) {
                desk.settle(Kind.RECOVERED, process, List.of());
            }
        };
    }

    /**
     * What {@link #look} would find and do, without a lock, and without anything being done or said or remembered.
     *
     * @param intention hears what would be done
     */
    public static List<Sighting> dryRun(WatchSettings settings, Clock clock, Consumer<Phrase> intention) {
        Hands hands = new Hands() {
            @Override
            public void start(Watched watched) {
                intention.accept(Phrase.of("watch.would.start", watched.name(), String.join(" ", watched.start())));
            }

            @Override
            public void stop(long pid) {
                intention.accept(Phrase.of("watch.would.stop", pid));
            }

            @Override
            public void kill(long pid) {
                intention.accept(Phrase.of("watch.would.kill", pid));
            }

            @Override
            public OptionalInt exitCode(Watched watched) {
                return OptionalInt.empty();
            }
        };
        Watcher.Voice voice = new Watcher.Voice() {
            @Override
            public void raise(Kind kind, String process, List<Phrase> reasons, String budget) {
                intention.accept(Phrase.of("watch.would.say", process, kind));
            }

            @Override
            public void settle(String process) {}
        };
        Memory memory = new Memory(settings.stateFolder().resolve("processes.json"));
        return new Watcher(settings.processes(), new LiveSigns(clock), hands, voice, memory, clock).look();
    }

    /** One look at every process; what was done and said is written down. */
    public List<Sighting> look() {
        List<Sighting> sightings = watcher.look();
        save();
        return sightings;
    }

    /** Looks until no process is on its way out, so that one that is stuck is started again by the same call. */
    public List<Sighting> once() {
        List<Sighting> sightings = look();
        while (sightings.stream().anyMatch(one -> one.state() == State.STOPPING) && !isEnded(Duration.ofMillis(500))) {
            sightings = look();
        }
        if (!desk.await(SAY_LIMIT)) {
            LOG.error("alerts are still not delivered after {} s", SAY_LIMIT.toSeconds());
        }
        save();
        return sightings;
    }

    /**
     * Looks again and again until {@link #end}.
     *
     * @param listener hears of every look
     */
    public void run(Consumer<List<Sighting>> listener) {
        do {
            listener.accept(look());
        } while (!isEnded(settings.every()));
    }

    private boolean isEnded(Duration wait) {
        try {
            return ended.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Asks {@link #run} to return; from any thread. */
    public void end() {
        ended.countDown();
    }

    /** Messages that a channel did not take. */
    public long undelivered() {
        return sender.undelivered();
    }

    /** A full disk must not stop the watching. */
    private void save() {
        try {
            memory.save();
            desk.save();
        } catch (IOException e) {
            LOG.error("what was done cannot be written to {}: {}", settings.stateFolder(), e.toString());
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            sender.close();
            save();
            lock.close();
        }
    }
}
