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
import io.github.sluice.coordinator.schedule.Throttle;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.key.KeyRing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code sluice run}: moves the tables of {@code sluice.yaml} along {@link Step}, in the halves that this process has.
 *
 * <p>Each half takes several tables through their steps at once, as far as {@link Traffic} lets them; the halves run beside
 * each other and meet in the control topic after every step. A table that fails does not stop the others. With a pause,
 * all tables go up to it, then all go on.
 *
 * <p>One thread calls; each half has a {@link Lane} with threads of its own.
 */
public final class Backfill {
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

    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

    private final SluiceSettings settings;
    private final Options options;
    private final Board board;
    private final Gate gate;
    private final Tries tries = new Tries();

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
                            ControlTopic.open(kafka, settings.control().topic(), settings.name(), ring.root());
                    ProgressFile shown = ProgressFile.open(settings.stateFolder(), options.side(), board)) {
                LOG.info("{}", held);
                control.noting(journal::written);
                List<Table> ordered = new SizeOrder(settings).of(options.tables(), options.side());
                shown.plans(ordered.stream().map(Table::target).toList());
                Map<Step, Throttle> throttles = Throttles.of(settings, options.side(), kafka);
                Workplace work = new Workplace(
                        settings,
                        ring,
                        kafka,
                        control,
                        journal,
                        new Planner(settings, new PlanFolder(options.planFolder())),
                        shown,
                        new ServersOfSettings(settings, kafka, ring),
                        Traffic.of(settings, SizeOrder.ranks(ordered), control, throttles, shown));
                return run(work, ordered);
            }
        } finally {
            locks.forEach(ProcessLock::close);
        }
    }

    /** As {@link #run()}, at a workplace that the caller opens and closes. */
    List<TableOutcome> run(Workplace work) {
        return run(work, options.tables());
    }

    private List<TableOutcome> run(Workplace work, List<Table> ordered) {
        List<Lane> lanes = lanes(work);
        List<Stretch> passes = Stretch.passes(options.pauseBefore(), options.until());
        for (Stretch pass : passes) {
            boolean first = pass == passes.get(0);
            if (!first) {
                gate.await(pass.first());
            }
            runBeside(lanes, ordered, pass, options.afresh() && first);
        }
        return options.tables().stream()
                .map(table -> TableOutcome.of(
                        table.target(),
                        work.control(),
                        tries.failure(table.target()),
                        tries.skipped(table.target()),
                        tries.took(table.target())))
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

    private List<Lane> lanes(Workplace work) {
        List<Lane> lanes = new ArrayList<>();
        Gate oneQuestion = new OneQuestionAtATime(gate);
        boolean source = options.side().hasSource();
        if (source) {
            lanes.add(new Lane(Side.SOURCE, new SourceHalf(work), work, tries, false));
        }
        if (options.side().hasTarget()) {
            lanes.add(new Lane(Side.TARGET, new TargetHalf(work, oneQuestion, source), work, tries, source));
        }
        return lanes;
    }

    private static void runBeside(List<Lane> lanes, List<Table> tables, Stretch pass, boolean afresh) {
        List<Thread> threads = new ArrayList<>();
        for (Lane lane : lanes) {
            Thread thread = new Thread(() -> lane.run(tables, pass, afresh), lane.toString());
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

    /** Tables of which several come to the question at once are asked for one after the other. */
    private record OneQuestionAtATime(Gate gate) implements Gate {
        @Override
        public void await(Step before) {
            gate.await(before);
        }

        @Override
        public Optional<String> approval(String table) {
            synchronized (gate) {
                return gate.approval(table);
            }
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

    /** @throws Failure with {@link ExitCode#REFUSED} if another process of this machine has the half */
    static ProcessLock lock(Path folder, String half) {
        return ProcessLock.take(
                folder.resolve(half + ".lock"),
                "another sluice runs the " + half + " half of " + folder + "; wait for it");
    }

    private List<ProcessLock> locks() {
        List<ProcessLock> locks = new ArrayList<>();
        try {
            names().forEach(half -> locks.add(lock(settings.stateFolder(), half)));
            return locks;
        } catch (Failure held) {
            locks.forEach(ProcessLock::close);
            throw held;
        }
    }
}
