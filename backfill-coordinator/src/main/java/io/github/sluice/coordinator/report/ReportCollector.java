package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.control.Word;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.journal.StepTime;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.sample.Point;
import io.github.sluice.coordinator.sample.SampleFolder;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what this half's journal, the words on the control topic and the samples know of a run. Of a step the
 * journal counts; where it has none, the other half's word. Changes nothing. One thread.
 */
public final class ReportCollector {
    /** Evidence that names keys of rows; only words on the control topic have it. */
    private static final Set<String> KEYS_OF_ROWS = Set.of("differences", "unsettled", "details");

    private static final String ATTEMPT = "attempt";
    private static final String SIGN_OFF = "signoff";

    private final String run;
    private final boolean streaming;
    private final Optional<Journal> journal;
    private final Said said;
    private final Live live;
    private final SampleFolder samples;
    private final List<Gap> gaps;

    /** The newest words on the control topic. */
    public interface Said {
        Optional<Word> newest(String table, String step);
    }

    /** What streamer and connector of a table do now, JSON values by name. */
    public interface Live {
        Map<String, @Nullable Object> of(Table table, List<StepEntry> steps);
    }

    /**
     * A collector for one report.
     *
     * @param streaming whether the run has a streamer
     * @param gaps what is already known to be missing
     */
    public ReportCollector(
            String run,
            boolean streaming,
            Optional<Journal> journal,
            Said said,
            Live live,
            SampleFolder samples,
            List<Gap> gaps) {
        this.run = run;
        this.streaming = streaming;
        this.journal = journal;
        this.said = said;
        this.live = live;
        this.samples = samples;
        this.gaps = new ArrayList<>(gaps);
    }

    public RunReport collect(List<Table> tables, Clock clock, String version) {
        Map<String, List<Attempt>> attempts = new LinkedHashMap<>();
        journal.map(Journal::attempts).orElse(List.of()).forEach(attempt -> attempts.computeIfAbsent(
                        attempt.table(), table -> new ArrayList<>())
                .add(attempt));
        List<TableReport> reports = new ArrayList<>();
        for (Table table : tables) {
            reports.add(table(table, attempts.getOrDefault(table.target(), List.of())));
        }
        if (reports.stream().allMatch(table -> table.samples().isEmpty())) {
            gaps.add(new Gap(Gap.Kind.NO_SAMPLES));
        }
        boolean timeless = reports.stream()
                .flatMap(table -> table.steps().stream())
                .anyMatch(step -> step.origin() == StepReport.Origin.CONTROL);
        if (timeless) {
            gaps.add(new Gap(Gap.Kind.TIMES_OF_OTHER_HALF));
        }
        return new RunReport(run, clock.instant(), version, reports, gaps);
    }

    private TableReport table(Table table, List<Attempt> known) {
        Optional<Word> announced = said.newest(table.target(), ATTEMPT);
        Optional<Attempt> attempt = newest(table.target(), known, announced);
        List<StepEntry> entries =
                attempt.flatMap(one -> journal.map(memory -> memory.steps(one))).orElse(List.of());
        Map<String, StepTime> times =
                attempt.flatMap(one -> journal.map(memory -> memory.times(one))).orElse(Map.of());
        List<StepReport> steps = new ArrayList<>();
        for (Step step : Step.ofRun(streaming)) {
            steps.add(step(step, attempt, entries, times));
        }
        return new TableReport(
                table.target(),
                table.sourceText(),
                physical(attempt, announced),
                streaming,
                attempt.map(Attempt::number).orElse(0),
                steps,
                Hops.judge(steps),
                manifest(table.target(), steps),
                notes(attempt, entries, times),
                live.of(table, entries),
                earlier(known, attempt),
                samples(table.target()));
    }

    private static Optional<Attempt> newest(String table, List<Attempt> known, Optional<Word> announced) {
        Optional<Attempt> last = known.isEmpty() ? Optional.empty() : Optional.of(known.get(known.size() - 1));
        Optional<Attempt> there = announced.map(word -> new Attempt(table, word.attempt(), word.attemptId()));
        return there.isPresent()
                        && (last.isEmpty() || there.get().number() > last.get().number())
                ? there
                : last;
    }

    private StepReport step(
            Step step, Optional<Attempt> attempt, List<StepEntry> entries, Map<String, StepTime> times) {
        Optional<StepEntry> entry =
                entries.stream().filter(one -> one.step().equals(step.word())).findFirst();
        if (entry.isPresent()) {
            StepEntry found = entry.get();
            StepTime time = times.get(step.word());
            return new StepReport(
                    step,
                    StepReport.Status.valueOf(found.state().name()),
                    found.code(),
                    found.message(),
                    time == null ? null : time.startedAt(),
                    time == null ? null : time.endedAt(),
                    evidence(Json.parse(found.evidence())),
                    StepReport.Origin.JOURNAL);
        }
        return attempt.flatMap(one -> said.newest(one.table(), step.word()).filter(word -> word.of(one.id())))
                .map(word -> new StepReport(
                        step,
                        StepReport.Status.valueOf(word.state().name()),
                        word.code(),
                        word.message(),
                        null,
                        null,
                        evidence(word.evidence()),
                        StepReport.Origin.CONTROL))
                .orElseGet(() -> StepReport.open(step));
    }

    private static Map<String, @Nullable Object> evidence(@Nullable Object tree) {
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (!KEYS_OF_ROWS.contains(String.valueOf(name))) {
                    evidence.put(String.valueOf(name), value);
                }
            });
        }
        return evidence;
    }

    private @Nullable RunManifest manifest(String table, List<StepReport> steps) {
        Object tree = steps.stream()
                .filter(step -> step.step() == Step.SNAPSHOT)
                .findFirst()
                .map(step -> step.evidence().get("manifest"))
                .orElse(null);
        if (tree == null) {
            return null;
        }
        try {
            return RunManifest.fromJson(Json.write(tree));
        } catch (IllegalArgumentException e) {
            gaps.add(new Gap(Gap.Kind.MANIFEST_UNREADABLE, table, String.valueOf(e.getMessage())));
            return null;
        }
    }

    /** The description that an attempt was announced with names them. */
    private static List<String> physical(Optional<Attempt> attempt, Optional<Word> announced) {
        Object spec = announced
                .filter(word -> attempt.filter(one -> word.of(one.id())).isPresent())
                .map(word -> word.evidence().get("spec"))
                .orElse(null);
        List<String> names = new ArrayList<>();
        if (spec instanceof Map<?, ?> map && map.get("shards") instanceof List<?> shards) {
            for (Object shard : shards) {
                if (shard instanceof Map<?, ?> one) {
                    names.add(one.get("database") + "." + one.get("table"));
                }
            }
        }
        return names;
    }

    private List<JournalNote> notes(Optional<Attempt> attempt, List<StepEntry> entries, Map<String, StepTime> times) {
        Set<String> words =
                Set.copyOf(Arrays.stream(Step.values()).map(Step::word).toList());
        List<JournalNote> notes = new ArrayList<>();
        for (StepEntry entry : entries) {
            if (!words.contains(entry.step())) {
                StepTime time = times.get(entry.step());
                notes.add(new JournalNote(
                        entry.step(),
                        entry.state(),
                        entry.code(),
                        entry.message(),
                        time == null ? null : time.startedAt(),
                        evidence(Json.parse(entry.evidence()))));
            }
        }
        notes.sort((one, other) -> one.name().compareTo(other.name()));
        if (notes.stream().noneMatch(JournalNote::signOff)) {
            attempt.flatMap(one -> said.newest(one.table(), SIGN_OFF).filter(word -> word.of(one.id())))
                    .ifPresent(word -> notes.add(
                            0,
                            new JournalNote(
                                    SIGN_OFF,
                                    word.isDone() ? StepState.DONE : StepState.FAILED,
                                    word.code(),
                                    word.message(),
                                    null,
                                    evidence(word.evidence()))));
        }
        return notes;
    }

    private List<TableReport.EarlierFailure> earlier(List<Attempt> known, Optional<Attempt> newest) {
        List<TableReport.EarlierFailure> failures = new ArrayList<>();
        for (Attempt attempt : known) {
            if (newest.isPresent() && attempt.number() < newest.get().number()) {
                for (StepEntry entry :
                        journal.map(memory -> memory.steps(attempt)).orElse(List.of())) {
                    if (entry.state() == StepState.FAILED) {
                        failures.add(new TableReport.EarlierFailure(
                                attempt.number(), entry.step(), entry.code(), entry.message()));
                    }
                }
            }
        }
        return failures;
    }

    private Map<Step, List<Point>> samples(String table) {
        try {
            return samples.read(table);
        } catch (UncheckedIOException e) {
            gaps.add(new Gap(Gap.Kind.SAMPLES_UNREADABLE, table, String.valueOf(e.getMessage())));
            return Map.of();
        }
    }
}
