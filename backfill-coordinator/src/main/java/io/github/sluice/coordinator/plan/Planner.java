package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.Topics.Shape;
import io.github.sluice.coordinator.plan.PlanFolder.Change;
import io.github.sluice.coordinator.plan.PlanFolder.PlannedFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.settings.SluiceSettings.Table.Stream;
import io.github.sluice.coordinator.source.Catalogue;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.wire.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * From {@code sluice.yaml} and MySQL's catalogue to files. What is reviewed is what runs: {@code sluice run} takes the
 * files that stand in the folder and makes only the missing ones. Each half plans what it can: without {@code source}
 * the table descriptions come from the folder, without {@code starrocks} or {@code connect} there is no DDL or no
 * connector. Thread-safe, because both halves of one process share a folder.
 */
public final class Planner {
    static final String MYSQL_GRANTS = "mysql_grants.sql";
    static final String STARROCKS_GRANTS = "starrocks_grants.sql";
    static final String KAFKA_ACLS = "kafka_acls.sh";

    private final SluiceSettings settings;
    private final PlanFolder folder;
    private final SourceCatalogues catalogue;
    private final boolean refreshed;

    public Planner(SluiceSettings settings, PlanFolder folder) {
        this(settings, folder, MySqlSource::new, false);
    }

    /** @param mysql how the tables of a source are looked up */
    public Planner(SluiceSettings settings, PlanFolder folder, Function<Source, Catalogue> mysql) {
        this(settings, folder, mysql, false);
    }

    /**
     * A planner that may choose the numbers of buckets anew.
     *
     * @param refreshed whether they follow today's sizes; else a number that stands in the folder is kept, because an
     *     estimate of MySQL's is never twice the same, and because it is decided when StarRocks' table is created
     */
    public Planner(SluiceSettings settings, PlanFolder folder, boolean refreshed) {
        this(settings, folder, MySqlSource::new, refreshed);
    }

    private Planner(SluiceSettings settings, PlanFolder folder, Function<Source, Catalogue> mysql, boolean refreshed) {
        this.settings = settings;
        this.folder = folder;
        this.catalogue = new SourceCatalogues(settings, mysql);
        this.refreshed = refreshed;
    }

    public static String specFile(Table table) {
        return table.target() + "_table.json";
    }

    public static String ddlFile(Table table) {
        return table.target() + "_create_table.sql";
    }

    /**
     * The DataX job that reads a table's part in one MySQL.
     *
     * @param several whether the table is in more than one MySQL
     * @param mysql the MySQL's name
     */
    public static String jobFile(Table table, boolean several, String mysql) {
        return table.topic() + (several ? "_" + mysql : "") + "_datax_config.json";
    }

    /** The script that runs the job by hand, or all jobs of a table. */
    public static String scriptFile(Table table) {
        return table.topic() + "_datax_shell.sh";
    }

    public static String topicsFile(Table table) {
        return table.target() + "_topics.json";
    }

    /** What is compared, as statements that a person can run. */
    public static String verificationFile(Table table) {
        return table.target() + "_verify.json";
    }

    public static String connectorFile(Table table) {
        return table.topic() + "_connect.json";
    }

    /** The stream connector; asked for only in a run with a streamer. */
    public static String streamConnectorFile(Table table) {
        return stream(table).topic() + "-connect.json";
    }

    /**
     * The streamer's table file of a table's part in one MySQL, here and in the streamer's folder; asked for only in a run
     * with a streamer.
     *
     * @param mysql the MySQL's name
     */
    public static String streamTableFile(SluiceSettings settings, Table table, String mysql) {
        if (settings.sources().size() > 1) {
            return table.target() + "_" + mysql + "_stream.json";
        }
        return table.sharded() ? table.target() + "_stream.json" : table.sourceText() + ".json";
    }

    private static Stream stream(Table table) {
        return Objects.requireNonNull(table.stream(), "a run with a streamer");
    }

    /**
     * Plans every table and writes the files; a table that is refused stops all writing, and every refusal is named.
     *
     * @param overEdits whether files edited by hand are replaced too
     * @param dryRun whether nothing is written
     */
    public Map<String, Change> plan(List<Table> tables, boolean overEdits, boolean dryRun) {
        List<PlannedFile> files = files(tables);
        Map<String, Change> changes = folder.write(files, overEdits, dryRun);
        if (tables.equals(settings.tables())) {
            folder.obsolete(files).forEach(name -> changes.put(name, Change.OBSOLETE));
        }
        return changes;
    }

    /** Whether a generated file of this name stands in the folder. */
    public boolean isThere(String file) {
        return folder.read(file).isPresent();
    }

    /**
     * How the files in the folder differ from what would be planned now, one text in unified form for each that does.
     * Files edited by hand are among them.
     */
    public Map<String, String> differences(List<Table> tables) {
        Map<String, String> differences = new LinkedHashMap<>();
        for (PlannedFile file : files(tables)) {
            String found = folder.read(file.name()).orElse("");
            if (!found.equals(file.content())) {
                differences.put(file.name(), UnifiedDiff.of(file.name(), found, file.content()));
            }
        }
        return differences;
    }

    /**
     * What is to be done to the tables that stand in StarRocks to make them the planned ones, by name; nothing for those
     * that are.
     *
     * @param standing the columns of a table of StarRocks; empty where there is none
     */
    public Map<String, List<String>> targetDifferences(
            List<Table> tables, Function<String, List<TargetDiff.Standing>> standing) {
        String database = settings.starrocksOrRefuse().database();
        Map<String, List<String>> proposals = new LinkedHashMap<>();
        describe(tables).forEach((table, spec) -> {
            List<String> lines = TargetDiff.of(spec, database, standing.apply(table.target()));
            if (!lines.isEmpty()) {
                proposals.put(table.target(), lines);
            }
        });
        return proposals;
    }

    private List<PlannedFile> files(List<Table> tables) {
        Map<Table, TableSpec> specs = describe(tables);
        List<PlannedFile> files = new ArrayList<>();
        List<Failure> refused = new ArrayList<>();
        specs.forEach((table, spec) -> unlessRefused(refused, () -> files.addAll(files(table, spec))));
        throwIfAny(refused);
        if (tables.equals(settings.tables())) {
            files.addAll(ofTheRun(List.copyOf(specs.values())));
        }
        return files;
    }

    /** Every table as it is now, in their order; all refusals are named at once. */
    private Map<Table, TableSpec> describe(List<Table> tables) {
        // one reading of the catalogue for all of them: each would read whole databases
        List<PhysicalTable> found =
                catalogue.tables(tables.stream().map(Table::source).toList());
        Map<Table, TableSpec> specs = new LinkedHashMap<>();
        List<Failure> refused = new ArrayList<>();
        for (Table table : tables) {
            unlessRefused(
                    refused,
                    () -> specs.put(
                            table,
                            catalogue.isThere()
                                    ? describe(
                                            table,
                                            found.stream()
                                                    .filter(one -> table.source()
                                                            .matches(one.source(), one.database(), one.name()))
                                                    .toList())
                                    : describe(table)));
        }
        throwIfAny(refused);
        return specs;
    }

    private static void unlessRefused(List<Failure> refused, Runnable work) {
        try {
            work.run();
        } catch (Failure failure) {
            if (failure.code() != ExitCode.REFUSED) {
                throw failure;
            }
            refused.add(failure);
        }
    }

    private static void throwIfAny(List<Failure> refused) {
        if (!refused.isEmpty()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    String.join(
                            System.lineSeparator(),
                            refused.stream().map(Failure::getMessage).toList()));
        }
    }

    /** What is not one table's. */
    private List<PlannedFile> ofTheRun(List<TableSpec> specs) {
        List<PlannedFile> files = new ArrayList<>();
        boolean several = settings.sources().size() > 1;
        for (Source source : settings.sources()) {
            files.add(new PlannedFile(
                    several ? "mysql_grants_" + source.name() + ".sql" : MYSQL_GRANTS,
                    Privileges.mySql(settings, source, settings.tables(), specs),
                    false));
        }
        if (settings.starrocks() != null) {
            files.add(new PlannedFile(STARROCKS_GRANTS, Privileges.starRocks(settings, specs), false));
        }
        files.add(new PlannedFile(KAFKA_ACLS, Privileges.kafka(settings, specs), true));
        files.addAll(WorkflowFiles.of(settings, catalogue.isThere()));
        return files;
    }

    /** The table as it is now: from MySQL where this half has one, else from the folder. */
    public TableSpec describe(Table table) {
        if (!catalogue.isThere()) {
            return folder.read(specFile(table))
                    .map(TableSpec::fromJson)
                    .orElseThrow(() -> new Failure(
                            ExitCode.REFUSED,
                            table.target() + ": without a source section its description must stand in "
                                    + folder.path(specFile(table)) + "; copy it from the source half's plan"));
        }
        return describe(table, catalogue.tables(List.of(table.source())));
    }

    private TableSpec describe(Table table, List<PhysicalTable> shards) {
        TableSpec spec = new TablePlanner(table, settings.naming().columns(), catalogue::longestBytes).plan(shards);
        return refreshed
                ? spec
                : folder.read(specFile(table))
                        .map(standing -> spec.withBuckets(Buckets.in(standing, spec.buckets())))
                        .orElse(spec);
    }

    /** All files of a table that this half's settings allow. */
    List<PlannedFile> files(Table table, TableSpec spec) {
        List<PlannedFile> files = new ArrayList<>();
        files.add(specOf(table, spec));
        files.add(verificationOf(table, spec));
        if (settings.starrocks() != null) {
            files.add(ddlOf(table, spec));
        }
        if (catalogue.isThere()) {
            files.add(topicsOf(table, spec));
        }
        if (catalogue.isThere() && settings.datax() != null) {
            files.addAll(new SourceFiles(settings).jobs(table, spec));
        }
        if (settings.connect() != null && settings.starrocks() != null) {
            files.add(connectorOf(table, spec));
        }
        if (spec.stream() != null) {
            if (catalogue.isThere() && settings.streamer() != null) {
                files.addAll(new SourceFiles(settings).streamTables(table, spec));
            }
            if (settings.connect() != null && settings.starrocks() != null) {
                files.add(streamConnectorOf(table, spec));
            }
        }
        return files;
    }

    /**
     * The reviewed description, or a fresh one that is written now.
     *
     * @param captured the description of an attempt whose changes are captured, which new shards do not make stale
     */
    public TableSpec reviewedSpec(Table table, Optional<TableSpec> captured) {
        TableSpec found = describe(table);
        TableSpec current = captured.filter(known -> known.sameButForNewShards(found))
                .map(known -> known.withBuckets(found.buckets()))
                .orElse(found);
        TableSpec reviewed = TableSpec.fromJson(reviewed(specOf(table, current)));
        if (!reviewed.equals(current)) {
            throw new Failure(
                    ExitCode.REFUSED,
                    table.target() + ": " + folder.path(specFile(table))
                            + " was edited by hand; a description is not edited, sluice.yaml and MySQL decide what it says");
        }
        return reviewed;
    }

    public String reviewedDdl(Table table, TableSpec spec) {
        return reviewed(ddlOf(table, spec));
    }

    /**
     * The topics that are to be created, by name.
     *
     * @throws Failure with {@link ExitCode#REFUSED} where an edit has left no topic of the table's name
     */
    public Map<String, Shape> reviewedTopics(Table table, TableSpec spec) {
        String text = reviewed(topicsOf(table, spec));
        try {
            Map<String, Shape> topics = TopicsFile.read(text);
            if (!topics.containsKey(spec.topic())
                    || (spec.stream() != null
                            && !topics.containsKey(spec.stream().topic()))) {
                throw new IllegalArgumentException("a topic of the table is missing");
            }
            return topics;
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.REFUSED,
                    folder.path(topicsFile(table)) + " was edited by hand and is none: " + e.getMessage()
                            + "; correct it, or sluice plan --force",
                    e);
        }
    }

    /**
     * The job that reads the table's part in one MySQL.
     *
     * @param mysql the MySQL's name, one of the description's
     */
    public String reviewedJob(Table table, TableSpec spec, String mysql) {
        return reviewed(new SourceFiles(settings).job(table, spec, mysql));
    }

    public String reviewedConnector(Table table, TableSpec spec) {
        return reviewed(connectorOf(table, spec));
    }

    /**
     * The streamer's table file of the table's part in one MySQL, byte for byte.
     *
     * @param mysql the MySQL's name, one of the description's
     */
    public String reviewedStreamTable(Table table, TableSpec spec, String mysql) {
        return reviewed(new SourceFiles(settings).streamTable(table, spec, mysql));
    }

    public String reviewedStreamConnector(Table table, TableSpec spec) {
        return reviewed(streamConnectorOf(table, spec));
    }

    /** A file edited by hand is used as it is; one that only the settings have left behind is not. */
    private synchronized String reviewed(PlannedFile fresh) {
        if (folder.isStale(fresh)) {
            throw new Failure(
                    ExitCode.REFUSED,
                    folder.path(fresh.name()) + " was written from other settings or another structure of MySQL;"
                            + " run sluice plan again and review");
        }
        return folder.read(fresh.name()).orElseGet(() -> {
            folder.write(List.of(fresh), false, false);
            return fresh.content();
        });
    }

    private static PlannedFile specOf(Table table, TableSpec spec) {
        return new PlannedFile(specFile(table), Template.print(Json.parse(spec.toJson())), false);
    }

    private PlannedFile ddlOf(Table table, TableSpec spec) {
        return new PlannedFile(ddlFile(table), CreateTable.statement(spec, settings.starrocksOrRefuse()), false);
    }

    private PlannedFile topicsOf(Table table, TableSpec spec) {
        return new PlannedFile(topicsFile(table), Template.print(TopicsFile.of(spec, settings)), false);
    }

    private PlannedFile verificationOf(Table table, TableSpec spec) {
        return new PlannedFile(verificationFile(table), Template.print(VerificationFile.of(spec, settings)), false);
    }

    private PlannedFile connectorOf(Table table, TableSpec spec) {
        return new PlannedFile(connectorFile(table), Template.print(SinkConnector.batch(spec, settings)), false);
    }

    private PlannedFile streamConnectorOf(Table table, TableSpec spec) {
        return new PlannedFile(streamConnectorFile(table), Template.print(SinkConnector.stream(spec, settings)), false);
    }
}
