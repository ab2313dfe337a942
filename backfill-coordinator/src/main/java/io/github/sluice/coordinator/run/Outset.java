package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.PositionTopic;
import io.github.sluice.coordinator.kafka.StreamerWords;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.plan.StreamTable;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.position.TablePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run that would begin now finds: the servers, and of journal and control topic what is there. It only looks. One
 * thread.
 */
final class Outset {
    private final SluiceSettings settings;
    private final Backfill.Options options;
    private final World world;
    private final @Nullable Journal journal;
    private final @Nullable ControlTopic control;
    private final KeyRing ring;
    private final PlanFolder plan;

    /**
     * @param journal null where there is none yet
     * @param control null where there is none yet; stays the caller's
     */
    Outset(
            SluiceSettings settings,
            Backfill.Options options,
            World world,
            @Nullable Journal journal,
            @Nullable ControlTopic control,
            KeyRing ring) {
        this.settings = settings;
        this.options = options;
        this.world = world;
        this.journal = journal;
        this.control = control;
        this.ring = ring;
        this.plan = new PlanFolder(options.planFolder());
    }

    SluiceSettings settings() {
        return settings;
    }

    World world() {
        return world;
    }

    PlanFolder plan() {
        return plan;
    }

    boolean hasSource() {
        return options.side().hasSource();
    }

    boolean hasControlTopic() {
        return control != null;
    }

    /** Whether this half performs the step, or has its part in it. */
    boolean isHere(Step step) {
        return step == Step.CUTOVER || isOwn(step);
    }

    private boolean isOwn(Step step) {
        return step.half() == Side.SOURCE
                ? options.side().hasSource()
                : options.side().hasTarget();
    }

    /**
     * The attempt that a run would take up, found as its source half decides it and its target half follows.
     *
     * @return empty if it would begin, or wait for, a fresh one
     */
    Optional<Attempt> attempt(Table table) {
        if (options.side().hasSource() && options.afresh()) {
            return Optional.empty();
        }
        Workplace work = workplace();
        if (work == null) {
            return withoutHistory(table);
        }
        if (options.side().hasSource()) {
            return new Attempts(work)
                    .goesOn(
                            table.target(),
                            attempt -> isPlanned(table, attempt),
                            attempt -> snapshotCouldGoOn(table, attempt));
        }
        return announced(table)
                .map(Attempts::attempt)
                .filter(attempt -> !TargetHalf.isOver(work, attempt, options.afresh()));
    }

    /** What stands against the attempt that a run would begin; nobody asks for one that goes on with its own topic. */
    Optional<Failure> refusal(Table table, Optional<Attempt> attempt) {
        Workplace work = options.side().hasSource() ? workplace() : null;
        return work == null
                ? Optional.empty()
                : new ProvenBatch(work)
                        .against(
                                table.target(),
                                table.topic(),
                                attempt.map(Attempt::id).orElse(""));
    }

    private @Nullable Workplace workplace() {
        return journal == null || control == null
                ? null
                : new Workplace(
                        settings,
                        ring,
                        new KafkaClients(settings.kafka()),
                        control,
                        journal,
                        new Planner(settings, plan),
                        new Silence(),
                        world);
    }

    /** A target half that comes for the first time follows what is announced; whoever has lost the rest begins afresh. */
    private Optional<Attempt> withoutHistory(Table table) {
        return options.side().hasSource() ? Optional.empty() : announced(table).map(Attempts::attempt);
    }

    private Optional<Word> announced(Table table) {
        return control == null ? Optional.empty() : Attempts.announced(control, table.target());
    }

    /** Whether what was announced is what the plan's file says; one whose changes are captured may have grown since. */
    private boolean isPlanned(Table table, Attempt attempt) {
        Optional<TableSpec> said =
                announced(table).filter(word -> word.of(attempt.id())).map(Attempts::spec);
        return said.isEmpty()
                || isDone(Optional.of(attempt), Step.CAPTURE)
                || spec(table).filter(planned -> !planned.equals(said.get())).isEmpty();
    }

    private boolean snapshotCouldGoOn(Table table, Attempt attempt) {
        return announced(table)
                .filter(word -> word.of(attempt.id()))
                .map(Attempts::spec)
                .or(() -> spec(table))
                .filter(spec -> Snapshot.couldGoOn(settings.stateFolder(), world, attempt, spec))
                .isPresent();
    }

    /** As the plan's file has it. */
    Optional<TableSpec> spec(Table table) {
        return plan.read(Planner.specFile(table)).map(TableSpec::fromJson);
    }

    /** As the journal has it where this half performs the step, else as the other half has said it. */
    boolean isDone(Optional<Attempt> attempt, Step step) {
        return isOwn(step)
                ? entry(attempt, step.word())
                        .filter(entry -> entry.state() == StepState.DONE)
                        .isPresent()
                : said(attempt, step).filter(Word::isDone).isPresent();
    }

    /** What this half's journal has of an attempt under this word. */
    Optional<StepEntry> entry(Optional<Attempt> attempt, String word) {
        Journal book = journal;
        return book == null ? Optional.empty() : attempt.flatMap(known -> book.step(known, word));
    }

    /** What was last said of a step of this attempt. */
    Optional<Word> said(Optional<Attempt> attempt, Step step) {
        ControlTopic topic = control;
        return topic == null
                ? Optional.empty()
                : attempt.flatMap(
                        known -> topic.newest(known.table(), step.word()).filter(word -> word.of(known.id())));
    }

    /** What the journal shows to be made by us, or to have been about to be. */
    Optional<Resource> ours(Resource.Kind kind, String name) {
        return journal == null ? Optional.empty() : journal.resource(kind, name).filter(Resource::ours);
    }

    /**
     * A table file in the streamer's folder.
     *
     * @param same whether it is the plan's already
     * @param stopped whether the streamer has stopped the table, so that it must let go of it first
     */
    record TableFile(String path, boolean same, boolean stopped) {}

    /** One for each MySQL that the table is in; none where the settings name no folder. */
    List<TableFile> tableFiles(Table table) {
        Path folder = settings.streamerOrRefuse().tables();
        if (folder == null) {
            return List.of();
        }
        List<TableFile> files = new ArrayList<>();
        for (String mysql : sources(table)) {
            String name = Planner.streamTableFile(settings, table, mysql);
            Path file = folder.resolve(name);
            try {
                boolean same = Files.exists(file)
                        && plan.read(name)
                                .filter(Files.readString(file)::equals)
                                .isPresent();
                files.add(new TableFile(file.toString(), same, isStopped(table, mysql)));
            } catch (IOException e) {
                throw new Failure(ExitCode.REFUSED, file + " cannot be read: " + e.getMessage(), e);
            }
        }
        return files;
    }

    private boolean isStopped(Table table, String mysql) {
        Optional<TableSpec> spec = spec(table);
        if (spec.isEmpty()) {
            return false;
        }
        try (StreamerWords words = world.streamerWords(mysql)) {
            TablePosition found = words.read()
                    .map(PositionTopic.Heard::position)
                    .map(position -> position.table(StreamTable.key(spec.get().in(mysql))))
                    .orElse(null);
            return found != null && found.stopped() != null;
        }
    }

    /** The names of the MySQLs that the table is in; of those that it may be in, where it is not planned yet. */
    List<String> sources(Table table) {
        return spec(table).map(TableSpec::sources).orElseGet(() -> settings.sourcesOf(table).stream()
                .map(Source::name)
                .toList());
    }

    /** The DataX jobs that a snapshot of the table still has to run, in their order: those with a manifest have. */
    List<String> jobs(Table table, Optional<Attempt> attempt) {
        List<String> sources = sources(table);
        return sources.stream()
                .filter(mysql -> attempt.filter(known -> hasRunOrRuns(known, sources.size() > 1, mysql))
                        .isEmpty())
                .map(mysql -> Planner.jobFile(table, sources.size() > 1, mysql))
                .toList();
    }

    private boolean hasRunOrRuns(Attempt attempt, boolean several, String mysql) {
        SnapshotFiles files = SnapshotFiles.of(settings.stateFolder(), attempt, several, mysql);
        return files.manifest().isPresent() || files.running(world.datax()).isPresent();
    }
}
