package io.github.sluice.coordinator.freshness;

import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.StreamTail;
import io.github.sluice.coordinator.plan.ColumnNames;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import io.github.sluice.coordinator.starrocks.Warehouse;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks StarRocks, and as far as this half reaches them the stream topic and MySQL, how new a table is. Changes nothing.
 * One thread.
 */
public final class FreshnessCheck {
    private final SluiceSettings settings;
    private final Warehouse warehouse;
    private final KafkaClients kafka;
    private final ZoneOffset zone;
    private final @Nullable Duration threshold;
    private final Duration sourceLimit;
    private final Clock clock;

    /**
     * A check of a half that reaches StarRocks.
     *
     * @param zone of every date and time
     * @param threshold for columns without one of their own; null for none
     * @param sourceLimit how long one statement may keep MySQL busy
     * @throws io.github.sluice.coordinator.Failure if the settings have no {@code starrocks}
     */
    public FreshnessCheck(
            SluiceSettings settings, ZoneOffset zone, @Nullable Duration threshold, Duration sourceLimit, Clock clock) {
        this.settings = settings;
        this.warehouse = new Warehouse(settings.starrocksOrRefuse());
        this.kafka = new KafkaClients(settings.kafka());
        this.zone = zone;
        this.threshold = threshold;
        this.sourceLimit = sourceLimit;
        this.clock = clock;
    }

    /** One table. What gives no answer is part of the finding, no failure. */
    public Finding look(WatchedColumn column) {
        Table table = table(column);
        List<Source> from = table == null ? List.of() : sources(table);
        Answer<Optional<WatchedSources>> sources =
                table == null || from.isEmpty() ? Answer.none() : watched(from, table, column);
        WatchedSources known = sources.value() == null ? null : sources.value().orElse(null);
        Answer<ColumnMax> newest =
                sources.failed() ? new Answer<>(null, sources.fault()) : known == null ? Answer.none() : known.newest();
        Answer<StreamTail> topic = topic(table);
        Answer<TargetMax> target =
                Answer.to(() -> TargetMax.of(warehouse, column, known == null ? List.of() : known.names()));
        Duration own = column.threshold() == null ? threshold : column.threshold();
        return new Judge(clock.instant())
                .of(observation(column, own, target, newest, known, sources.failed() && from.size() > 1, topic));
    }

    private Observation observation(
            WatchedColumn column,
            @Nullable Duration own,
            Answer<TargetMax> target,
            Answer<ColumnMax> newest,
            @Nullable WatchedSources known,
            boolean severalUnseen,
            Answer<StreamTail> topic) {
        TargetMax there = target.value();
        List<String> ahead = known == null || there == null ? List.of() : known.ahead(there.bySource());
        return new Observation(
                column,
                own,
                there == null ? new Answer<>(null, target.fault()) : new Answer<>(there.all(), ""),
                there == null ? Optional.empty() : there.all().moment(zone),
                newest,
                severalUnseen || (known != null && known.several()),
                ahead,
                known == null || there == null || ahead.isEmpty()
                        ? Answer.none()
                        : known.oldestMissing(ahead, there.bySource(), zone),
                topic);
    }

    /** The logical table that loads into it; null for one that is not ours. */
    private @Nullable Table table(WatchedColumn column) {
        if (column.database() != null
                && !column.database().equals(settings.starrocksOrRefuse().database())) {
            return null;
        }
        return settings.tables().stream()
                .filter(one -> one.target().equals(column.table()))
                .findFirst()
                .orElse(null);
    }

    /** Those that it may be in. */
    private List<Source> sources(Table table) {
        List<String> named = table.source().sources();
        return settings.sources().stream()
                .filter(source -> named.isEmpty() || named.contains(source.name()))
                .toList();
    }

    /** The column in every MySQL that has it; empty if none has. */
    private Answer<Optional<WatchedSources>> watched(List<Source> from, Table table, WatchedColumn column) {
        Map<String, Supplier<Optional<ShardedColumn>>> questions = new LinkedHashMap<>();
        for (Source source : from) {
            questions.put(source.name(), () -> shards(new MySqlSource(source), table, column));
        }
        Answer<Map<String, Optional<ShardedColumn>>> answers = Answer.toAll(questions);
        Map<String, Optional<ShardedColumn>> found = answers.value();
        if (found == null) {
            return new Answer<>(null, answers.fault());
        }
        Map<String, ShardedColumn> columns = new LinkedHashMap<>();
        found.forEach((name, one) -> one.ifPresent(sharded -> columns.put(name, sharded)));
        return new Answer<>(columns.isEmpty() ? Optional.empty() : Optional.of(new WatchedSources(columns)), "");
    }

    /** The source column by the naming rule, in every shard that has it; empty if none has. */
    private Optional<ShardedColumn> shards(MySqlSource mysql, Table table, WatchedColumn column) {
        List<PhysicalTable> shards = mysql.tables(table.source());
        return shards.stream()
                .flatMap(shard -> shard.columns().stream())
                .map(SourceColumn::name)
                .filter(name -> ColumnNames.target(
                                name, table, settings.naming().columns())
                        .equalsIgnoreCase(column.column()))
                .findFirst()
                .map(name -> new ShardedColumn(mysql, having(shards, name), name, sourceLimit));
    }

    private static List<PhysicalTable> having(List<PhysicalTable> shards, String column) {
        return shards.stream()
                .filter(shard ->
                        shard.columns().stream().anyMatch(one -> one.name().equals(column)))
                .toList();
    }

    private Answer<StreamTail> topic(@Nullable Table table) {
        Table.Stream stream = table == null ? null : table.stream();
        return stream == null
                ? Answer.none()
                : Answer.to(() -> StreamTail.read(kafka, stream.topic(), ConnectClient.group(stream.connector())));
    }
}
