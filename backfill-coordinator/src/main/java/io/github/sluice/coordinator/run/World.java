package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.compare.LiveSource;
import io.github.sluice.coordinator.compare.LiveTarget;
import io.github.sluice.coordinator.connect.Connectors;
import io.github.sluice.coordinator.datax.DataxRuns;
import io.github.sluice.coordinator.kafka.GroupLag;
import io.github.sluice.coordinator.kafka.StreamerWords;
import io.github.sluice.coordinator.kafka.TopicsAndGroups;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.source.Catalogue;
import io.github.sluice.coordinator.source.ServerPositions;
import io.github.sluice.coordinator.starrocks.TargetServer;
import io.github.sluice.coordinator.starrocks.UnfinishedLoads;
import io.github.sluice.coordinator.verify.RowReader;
import io.github.sluice.wire.key.KeyUse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * All that the steps of a run look at or change outside of the coordinator: MySQL and DataX beside the one half, Connect
 * and StarRocks beside the other, Kafka between them, and time. The journal and the control topic are the coordinator's
 * own. Thread-safe; what it opens belongs to one thread, which closes it.
 *
 * @see ServersOfSettings
 */
interface World {
    TopicsAndGroups topics();

    /** The rows of the table's batch topic. */
    RowReader topicRows(TableSpec spec);

    /** How far a group is behind on a topic; {@code topics} stays the caller's. */
    GroupLag lag(TopicsAndGroups topics, String group, String topic);

    /**
     * What the streamer says of one MySQL.
     *
     * @param mysql its name; empty for the only one that has none
     */
    StreamerWords streamerWords(String mysql);

    /** How much of which key the streamer has used. */
    Map<String, KeyUse> streamerKeyUses();

    /**
     * The tables of one MySQL.
     *
     * @param mysql its name; empty for the only one that has none
     */
    Catalogue mysql(String mysql);

    /** The table's rows in all MySQLs that it is in. */
    RowReader sourceRows(TableSpec spec);

    /**
     * What one MySQL has executed.
     *
     * @param mysql its name; empty for the only one that has none
     */
    ServerPositions serverPositions(String mysql);

    DataxRuns datax();

    Connectors connectors();

    TargetServer starrocks();

    UnfinishedLoads unfinishedLoads();

    LiveSource liveSource();

    LiveTarget liveTarget();

    /** Between two looks. */
    void rest(Duration pause);

    /** By which it is known whether a batch's time is over. */
    default Clock clock() {
        return Clock.systemUTC();
    }
}
