package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.starrocks.TargetServer;
import io.github.sluice.wire.key.KeyRing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code sluice run --dry-run}: looks at everything that a run would look at, and says what it would do: a line per step, and
 * below it every request that would change something. One thread; closed by its opener.
 */
public final class DryRun implements AutoCloseable {
    private final SluiceSettings settings;
    private final Backfill.Options options;
    private final World world;
    private final Outset outset;
    private final @Nullable ControlTopic opened;

    /** What is done in a step, and the changes by which. */
    private record Deed(Step step, String what, List<Change> changes) {}

    /** A table's steps; none if another attempt is refused. */
    private record Road(Table table, Optional<Attempt> attempt, Optional<Failure> refusal, List<Deed> deeds) {}

    private DryRun(
            SluiceSettings settings,
            Backfill.Options options,
            World world,
            Outset outset,
            @Nullable ControlTopic opened) {
        this.settings = settings;
        this.options = options;
        this.world = world;
        this.outset = outset;
        this.opened = opened;
    }

    /** On the servers that the settings name; neither a journal nor a control topic is made. */
    public static DryRun open(SluiceSettings settings, Backfill.Options options) {
        KeyRing ring = References.keyRing(settings);
        KafkaClients kafka = new KafkaClients(settings.kafka());
        World world = new ServersOfSettings(settings, kafka, ring);
        Journal journal =
                Journal.exists(options.journal()) ? Journal.openToRead(options.journal(), settings.name()) : null;
        ControlTopic control = ControlTopic.openIfThere(
                        kafka, settings.control().topic(), settings.name(), ring.root())
                .orElse(null);
        return new DryRun(
                settings, options, world, new Outset(settings, options, world, journal, control, ring), control);
    }

    /** At a workplace that stays the caller's. */
    static DryRun at(Workplace work, Backfill.Options options) {
        Outset outset = new Outset(work.settings(), options, work.world(), work.journal(), work.control(), work.ring());
        return new DryRun(work.settings(), options, work.world(), outset, null);
    }

    /** One line per table and step, and indented more, one per change. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        beforehand().forEach(change -> lines.add("first: " + change));
        for (Table table : options.tables()) {
            Road road = road(table);
            lines.add(table.target()
                    + road.attempt()
                            .map(attempt -> " (attempt " + attempt.number() + ")")
                            .orElse(""));
            road.refusal()
                    .ifPresent(refusal ->
                            lines.add("  refused (" + refusal.code().number() + "): " + refusal.getMessage()));
            for (Deed deed : road.deeds()) {
                lines.add("  " + deed.step().number() + " " + deed.step().word() + ": " + deed.what());
                deed.changes().forEach(change -> lines.add("      - " + change));
            }
        }
        return lines;
    }

    /** The same for programs, JSON values by name. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("first", json(beforehand()));
        List<Object> tables = new ArrayList<>();
        for (Table table : options.tables()) {
            Road road = road(table);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("table", table.target());
            road.attempt().ifPresent(attempt -> one.put("attempt", attempt.number()));
            road.refusal().ifPresent(refusal -> one.put("refused", refusal.getMessage()));
            List<Object> steps = new ArrayList<>();
            for (Deed deed : road.deeds()) {
                Map<String, Object> step = new LinkedHashMap<>();
                step.put("step", deed.step().word());
                step.put("what", deed.what());
                step.put("changes", json(deed.changes()));
                steps.add(step);
            }
            one.put("steps", steps);
            tables.add(one);
        }
        json.put("tables", tables);
        return json;
    }

    private static List<Object> json(List<Change> changes) {
        List<Object> json = new ArrayList<>();
        for (Change change : changes) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("change", change.kind().words());
            one.put("name", change.name());
            json.add(one);
        }
        return json;
    }

    /** Every change, in the order of tables and steps. */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>(beforehand());
        options.tables().forEach(table -> road(table).deeds().forEach(deed -> changes.addAll(deed.changes())));
        return changes;
    }

    /** The code that a run would end with at once: that of the first table that is refused, or done. */
    public ExitCode code() {
        return options.tables().stream()
                .flatMap(table -> outset.refusal(table, outset.attempt(table)).stream())
                .map(Failure::code)
                .findFirst()
                .orElse(ExitCode.DONE);
    }

    private List<Change> beforehand() {
        return outset.hasControlTopic()
                ? List.of()
                : List.of(
                        new Change(Change.Kind.CREATE_TOPIC, settings.control().topic()));
    }

    private Road road(Table table) {
        Optional<Attempt> attempt = outset.attempt(table);
        Optional<Failure> refusal = outset.refusal(table, attempt);
        if (refusal.isPresent()) {
            return new Road(table, attempt, refusal, List.of());
        }
        Foretold foretold = new Foretold(outset, table, attempt, world.clock());
        List<Deed> deeds = new ArrayList<>();
        for (Step step : Step.values()) {
            deeds.add(deed(table, step, attempt, foretold));
        }
        return new Road(table, attempt, Optional.empty(), deeds);
    }

    private Deed deed(Table table, Step step, Optional<Attempt> attempt, Foretold foretold) {
        if (step.live() && settings.streamer() == null) {
            return new Deed(step, "not part of this run", List.of());
        }
        if (step.compareTo(options.until()) > 0) {
            return new Deed(step, "not reached (--until " + options.until().word() + ")", List.of());
        }
        if (outset.isDone(attempt, step)) {
            return step == Step.DROP && options.side().hasTarget() && foretold.isDue()
                    ? new Deed(step, "the time is over for which the batch was kept", foretold.changes(step))
                    : new Deed(step, "done already", List.of());
        }
        return outset.isHere(step)
                ? new Deed(step, action(table, step, attempt), foretold.changes(step))
                : new Deed(step, "wait for the other half", List.of());
    }

    private String action(Table table, Step step, Optional<Attempt> attempt) {
        return switch (step) {
            case TABLE -> tableAction(table);
            case TOPICS -> topicsAction(table);
            case SNAPSHOT -> snapshotAction(outset.jobs(table, attempt));
            case LOAD ->
                "connector " + table.connector()
                        + (world.connectors().config(table.connector()).isPresent() ? " exists" : " would be created")
                        + " from " + file(Planner.connectorFile(table));
            case VERIFY -> "compare topic and StarRocks by count and content";
            case DROP ->
                switch (settings.policy().batchTopic()) {
                    case DROP -> "after EQUAL and the sign-off drop connector, group and topic";
                    case TTL ->
                        "after EQUAL and the sign-off keep connector and topic for "
                                + settings.policy().keptFor().toDays() + " days (policy)";
                    case KEEP -> "keep connector and topic (policy)";
                };
            case CAPTURE ->
                "put "
                        + files(outset.sources(table).stream()
                                .map(mysql -> Planner.streamTableFile(settings, table, mysql))
                                .toList())
                        + " into "
                        + settings.streamerOrRefuse().tables() + ", wait for streamer "
                        + settings.streamerOrRefuse().name() + ", pin P0";
            case STREAM ->
                "after the sign-off create connector "
                        + Objects.requireNonNull(table.stream()).connector() + " from "
                        + file(Planner.streamConnectorFile(table)) + ", wait until it has caught up";
            case CUTOVER -> "compare MySQL and StarRocks row by row, then CUT OVER";
        };
    }

    private String snapshotAction(List<String> jobs) {
        return (jobs.isEmpty() ? "wait for DataX" : "run DataX with " + files(jobs)) + ", then read the topic back";
    }

    private String topicsAction(Table table) {
        try (TopicsAndGroups topics = world.topics()) {
            String batch = "topic " + table.topic()
                    + (topics.shape(table.topic()).isPresent()
                            ? " exists: empty it if we created it, else it must be empty"
                            : " would be created with " + settings.kafka().batchPartitions() + " partitions");
            Table.Stream stream = table.stream();
            return stream == null
                    ? batch
                    : batch + "; stream topic " + stream.topic()
                            + (topics.shape(stream.topic()).isPresent() ? " exists: keep it" : " would be created");
        }
    }

    private String tableAction(Table table) {
        TargetServer warehouse = world.starrocks();
        boolean exists = !warehouse.columns(table.target()).isEmpty();
        return "StarRocks table " + warehouse.fullName(table.target())
                + (exists
                        ? " exists with " + warehouse.count(table.target())
                                + " rows: empty it if we created it, else it must be empty"
                        : " would be created from " + file(Planner.ddlFile(table)));
    }

    private String files(List<String> names) {
        return names.stream().map(this::file).collect(Collectors.joining(", "));
    }

    private String file(String name) {
        Path path = new PlanFolder(options.planFolder()).path(name);
        return path + (Files.exists(path) ? "" : " (would be written)");
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
