package io.github.sluice.coordinator.s1;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One logical table as the files tell it. Immutable.
 *
 * @param target name in StarRocks
 * @param names {@code database.table} of its one table, or of each shard; empty where {@code shards} says them
 * @param shards null where {@code names} says them
 * @param batchTopic empty where no file names one
 * @param streamTopic empty where no file names one
 * @param columns source column to target column, all that are known
 * @param key key columns in target names; empty for the rule of the settings
 * @param address {@code HOST:PORT} of its MySQL; empty where no job tells it
 * @param database its database in StarRocks; empty where no connector tells it
 * @param notes what the operator should know of it
 */
record S1Table(
        String target,
        List<String> names,
        @Nullable ShardExpression shards,
        String batchTopic,
        String streamTopic,
        Map<String, String> columns,
        List<String> key,
        String address,
        String database,
        List<Note> notes) {
    boolean sharded() {
        return names.size() != 1;
    }

    String sourceDatabase() {
        return sharded() ? "" : names.get(0).substring(0, names.get(0).indexOf('.'));
    }

    /** What {@code {table}} stands for in the naming templates of the settings. */
    String tableName() {
        return sharded() ? target : names.get(0).substring(names.get(0).indexOf('.') + 1);
    }

    /** A naming template filled in, as the settings do it. */
    String fill(String template) {
        return template.replace("{database}", sourceDatabase())
                .replace("{table}", tableName())
                .replace("{target}", target);
    }
}
