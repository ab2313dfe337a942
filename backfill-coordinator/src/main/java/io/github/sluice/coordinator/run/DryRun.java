package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.StepEntry;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.starrocks.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** {@code sluice run --dry-run}: looks at everything that a run would look at, and says what it would do. */
public final class DryRun {
    private final SluiceSettings settings;
    private final Backfill.Options options;

    public DryRun(SluiceSettings settings, Backfill.Options options) {
        this.settings = settings;
        this.options = options;
    }

    /** One line per table and step. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        // opening a journal creates it
        Optional<Journal> journal = Journal.exists(options.journal())
                ? Optional.of(Journal.open(options.journal(), settings.name()))
                : Optional.empty();
        try (Topics topics = new Topics(new KafkaClients(settings.kafka()))) {
            for (Table table : options.tables()) {
                Optional<Attempt> attempt = journal.flatMap(known -> known.latestAttempt(table.target()));
                lines.add(table.target()
                        + (attempt.isPresent() ? " (attempt " + attempt.get().number() + ")" : ""));
                for (Step step : Step.values()) {
                    lines.add("  " + step.number() + " " + step.word() + ": "
                            + line(table, step, journal, attempt, topics));
                }
            }
        }
        return lines;
    }

    private String line(Table table, Step step, Optional<Journal> journal, Optional<Attempt> attempt, Topics topics) {
        if (step.live() && settings.streamer() == null) {
            return "not part of this run";
        }
        if (step.compareTo(options.until()) > 0) {
            return "not reached (--until " + options.until().word() + ")";
        }
        Optional<StepEntry> entry = attempt.flatMap(known -> journal.flatMap(book -> book.step(known, step.word())));
        if (!options.afresh() && entry.isPresent() && entry.get().state() == StepState.DONE) {
            return "done already";
        }
        boolean here = step.half() == io.github.sluice.coordinator.settings.Side.SOURCE
                ? options.side().hasSource()
                : options.side().hasTarget();
        return here ? action(table, step, topics) : "wait for the other half";
    }

    private String action(Table table, Step step, Topics topics) {
        return switch (step) {
            case TABLE -> tableAction(table);
            case TOPICS ->
                "topic " + table.topic()
                        + (topics.shape(table.topic()).isPresent()
                                ? " exists: empty it if we created it, else it must be empty"
                                : " would be created with " + settings.kafka().batchPartitions() + " partitions")
                        + streamTopicAction(table, topics);
            case SNAPSHOT -> "run DataX with " + file(Planner.jobFile(table)) + ", then read the topic back";
            case LOAD ->
                "connector " + table.connector() + (connectorExists(table) ? " exists" : " would be created") + " from "
                        + file(Planner.connectorFile(table));
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
                "put " + file(Planner.streamTableFile(table)) + " into "
                        + settings.streamerOrRefuse().tables() + ", wait for streamer "
                        + settings.streamerOrRefuse().name() + ", pin P0";
            case STREAM ->
                "after the sign-off create connector "
                        + Objects.requireNonNull(table.stream()).connector() + " from "
                        + file(Planner.streamConnectorFile(table)) + ", wait until it has caught up";
            case CUTOVER -> "compare MySQL and StarRocks row by row, then CUT OVER";
        };
    }

    private static String streamTopicAction(Table table, Topics topics) {
        Table.Stream stream = table.stream();
        return stream == null
                ? ""
                : "; stream topic " + stream.topic()
                        + (topics.shape(stream.topic()).isPresent() ? " exists: keep it" : " would be created");
    }

    private String tableAction(Table table) {
        Warehouse warehouse = new Warehouse(settings.starrocksOrRefuse());
        boolean exists = !warehouse.columns(table.target()).isEmpty();
        return "StarRocks table " + warehouse.fullName(table.target())
                + (exists
                        ? " exists with " + warehouse.count(table.target())
                                + " rows: empty it if we created it, else it must be empty"
                        : " would be created from " + file(Planner.ddlFile(table)));
    }

    private boolean connectorExists(Table table) {
        return new ConnectClient(settings.connectOrRefuse().urls(), Duration.ofSeconds(5))
                .config(table.connector())
                .isPresent();
    }

    private String file(String name) {
        Path path = new PlanFolder(options.planFolder()).path(name);
        return path + (Files.exists(path) ? "" : " (would be written)");
    }
}
