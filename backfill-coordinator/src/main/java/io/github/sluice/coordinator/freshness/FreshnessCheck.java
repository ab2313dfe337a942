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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks StarRocks, and as far as this half reaches them the stream topic and MySQL, how new a table is. Changes nothing.
 * One thread.
 */
public final class FreshnessCheck {
    private final SluiceSettings settings;
    private final Warehouse warehouse;
    private final KafkaClients kafka;
    private final @Nullable MySqlSource source;
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
        Source from = settings.source();
        this.source = from == null ? null : new MySqlSource(from);
        this.zone = zone;
        this.threshold = threshold;
        this.sourceLimit = sourceLimit;
        this.clock = clock;
    }

    /** One table. What gives no answer is part of the finding, no failure. */
    public Finding look(WatchedColumn column) {
        Table table = table(column);
        MySqlSource mysql = source;
        Answer<Optional<ShardedColumn>> shards =
                mysql == null || table == null ? Answer.none() : Answer.to(() -> shards(mysql, table, column));
        ShardedColumn known = shards.value() == null ? null : shards.value().orElse(null);
        Answer<ColumnMax> newest = shards.failed()
                ? new Answer<>(null, shards.fault())
                : known == null ? Answer.none() : Answer.to(known::newest);
        Answer<StreamTail> topic = topic(table);
        Answer<ColumnMax> target = Answer.to(() -> new ColumnMax(warehouse
                .newest(column.database(), column.table(), column.column())
                .orElse(null)));
        Optional<Instant> targetMoment =
                target.value() == null ? Optional.empty() : target.value().moment(zone);
        Duration own = column.threshold() == null ? threshold : column.threshold();
        Observation seen = new Observation(
                column, own, target, targetMoment, newest, missing(known, newest.value(), target.value()), topic);
        return new Judge(clock.instant()).of(seen);
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

    private Answer<Optional<Instant>> missing(
            @Nullable ShardedColumn shards, @Nullable ColumnMax newest, @Nullable ColumnMax target) {
        return shards == null || newest == null || target == null || !newest.isAfter(target)
                ? Answer.none()
                : Answer.to(() -> shards.oldestAfter(target, zone));
    }
}
