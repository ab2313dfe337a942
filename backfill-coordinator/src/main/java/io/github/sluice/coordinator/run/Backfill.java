package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.journal.Holder;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.ProcessLock;
import io.github.sluice.coordinator.journal.TableLocks;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.key.KeyRing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code sluice run}: moves the tables of {@code sluice.yaml} along {@link Step}, in the halves that this process has.
 *
 * <p>Each half takes its tables one after the other and each table through its steps in order; the halves run beside each
 * other and meet in the control topic after every step. A table that fails does not stop the others. With a pause, all tables go up to it, then all go on.
 *
 * <p>One thread calls; each half has a thread of its own.
 */
public final class Backfill {
    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

    /** What the command line asks for. */
    public record Options(
            Side side,
            List<Table> tables,
            @Nullable Step pauseBefore,
            Step until,
            boolean afresh,
            Path planFolder,
            String journal) {}

    /** The operator, as far as a run needs one. */
    public interface Gate {
        /** Returns when the run may go on with this step. */
        void await(Step before);

        /**
         * Asks whether a verified batch may be let go of and the stream take over.
         *
         * @return how it was allowed, for the record; empty if it was not
         */
        default Optional<String> approval(String table) {
            return Optional.empty();
        }
    }

    private final SluiceSettings settings;
    private final Options options;
    private final Board board;
    private final Gate gate;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final Map<String, Instant> began = new ConcurrentHashMap<>();
    private final Map<String, Instant> ended = new ConcurrentHashMap<>();

    public Backfill(SluiceSettings settings, Options options, Board board, Gate gate) {
        this.settings = settings;
        this.options = options;
        this.board = board;
        this.gate = gate;
    }

    /**
     * Runs to the end, or to where it was asked to stop.
     *
     * @return one outcome per table, in the order of the settings file
     * @throws Failure if the run as a whole cannot begin
     */
    public List<TableOutcome> run() {
        KeyRing ring = References.keyRing(settings);
        KafkaClients kafka = new KafkaClients(settings.kafka());
        List<ProcessLock> locks = locks();
        try {
            Journal journal = Journal.open(options.journal(), settings.name());
            try (TableLocks held = lock(journal);
                    ControlTopic control =
                            ControlTopic.open(kafka, settings.control().topic(), settings.name(), ring.root())) {
                LOG.info("{}", held);
                control.noting(journal::written);
                return run(new Workplace(
                        settings,
                        ring,
                        kafka,
                        control,
                        journal,
                        new Planner(settings, new PlanFolder(options.planFolder())),
                        board));
            }
        } finally {
            locks.forEach(ProcessLock::close);
        }
    }

    /** As {@link #run()}, at a workplace that the caller opens and closes. */
    List<TableOutcome> run(Workplace work) {
        List<Half> halves = halves(work);
        List<Stretch> passes = Stretch.passes(options.pauseBefore(), options.until());
        for (Stretch pass : passes) {
            boolean first = pass == passes.get(0);
            if (!first) {
                gate.await(pass.first());
            }
            runBeside(halves, pass, options.afresh() && first);
        }
        return options.tables().stream()
                .map(table -> TableOutcome.of(
                        table.target(), work.control(), failures.get(table.target()), took(table.target())))
                .toList();
    }

    /** The code of a run: that of the first failing table in the order of the settings file. */
    public static ExitCode code(List<TableOutcome> outcomes) {
        return outcomes.stream()
                .map(TableOutcome::code)
                .filter(code -> code != ExitCode.DONE)
                .findFirst()
                .orElse(ExitCode.DONE);
    }

    private List<Half> halves(Workplace work) {
        List<Half> halves = new ArrayList<>();
        if (options.side().hasSource()) {
            halves.add(new SourceHalf(work));
        }
        if (options.side().hasTarget()) {
            halves.add(new TargetHalf(work, gate, options.side().hasSource()));
        }
        return halves;
    }

    private void runBeside(List<Half> halves, Stretch pass, boolean afresh) {
        List<Thread> threads = new ArrayList<>();
        for (Half half : halves) {
            Thread thread = new Thread(
                    () -> tables().forEach(table -> runOne(half, table, pass, afresh)),
                    half.getClass().getSimpleName());
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                threads.forEach(Thread::interrupt);
                Thread.currentThread().interrupt();
                throw new Failure(ExitCode.UNKNOWN, "interrupted", e);
            }
        }
    }

    /** The tables that have not failed so far. */
    private List<Table> tables() {
        return options.tables().stream()
                .filter(table -> !failures.containsKey(table.target()))
                .toList();
    }

    private Duration took(String table) {
        Instant from = began.get(table);
        Instant to = ended.get(table);
        return from == null || to == null ? Duration.ZERO : Duration.between(from, to);
    }

    private void runOne(Half half, Table table, Stretch pass, boolean afresh) {
        began.putIfAbsent(table.target(), Instant.now());
        try {
            half.run(table, pass, afresh);
        } catch (Failure failure) {
            // both halves of one process see the same failure; the details are with whoever found it
            failures.merge(
                    table.target(), failure, (one, other) -> other.details().isEmpty() ? one : other);
        } catch (RuntimeException e) {
            LOG.error("{}", table.target(), e);
            failures.putIfAbsent(table.target(), new Failure(ExitCode.UNKNOWN, table.target() + ": " + e, e));
        } finally {
            ended.put(table.target(), Instant.now());
        }
    }

    /** Keeps other machines off the tables too, where they share the journal. */
    private TableLocks lock(Journal journal) {
        return journal.lock(
                Holder.here(settings.stateFolder()),
                names(),
                options.tables().stream().map(Table::target).toList());
    }

    private List<String> names() {
        List<String> halves = new ArrayList<>();
        if (options.side().hasSource()) {
            halves.add("source");
        }
        if (options.side().hasTarget()) {
            halves.add("target");
        }
        return halves;
    }

    private ProcessLock lock(String half) {
        Path folder = settings.stateFolder();
        return ProcessLock.take(
                folder.resolve(half + ".lock"),
                "another sluice runs the " + half + " half of " + folder + "; wait for it");
    }

    private List<ProcessLock> locks() {
        List<ProcessLock> locks = new ArrayList<>();
        try {
            names().forEach(half -> locks.add(lock(half)));
            return locks;
        } catch (Failure held) {
            locks.forEach(ProcessLock::close);
            throw held;
        }
    }
}
