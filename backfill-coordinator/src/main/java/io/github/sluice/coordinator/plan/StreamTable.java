package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.ColumnSpec.Origin;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The streamer's table file of a logical table: the published keys ({@code key, topic, need_table, complete_regex, regex,
 * column_mapping}) and ours. One physical table is named exactly; shards are a regular expression, so that one that is
 * created later and matches is captured from its first row on.
 */
public final class StreamTable {
    private StreamTable() {}

    /** How the streamer's position names the table: the first physical table, {@code database.table}. */
    public static String key(TableSpec spec) {
        TableSpec.Shard first = spec.shards().get(0);
        return first.database() + "." + first.table();
    }

    /**
     * The document for one source of the streamer.
     *
     * @param spec with the physical tables of this source alone
     * @param source what the streamer calls it
     */
    static Map<String, @Nullable Object> of(TableSpec spec, Table table, String source) {
        Map<String, @Nullable Object> file = new LinkedHashMap<>();
        file.put("key", key(spec));
        file.put("topic", spec.streamOrRefuse().topic());
        Optional<String> tableColumn = name(spec, Origin.SHARD_TABLE);
        file.put("need_table", tableColumn.isPresent());
        file.put("complete_regex", !table.sharded());
        file.put("regex", table.sharded() ? regex(spec, table) : "");
        Map<String, Object> mapping = new LinkedHashMap<>();
        Map<String, Object> types = new LinkedHashMap<>();
        for (ColumnSpec column : spec.columns()) {
            if (column.origin() == Origin.COLUMN) {
                mapping.put(column.source(), column.name());
                types.put(column.source(), column.mySqlType());
            }
        }
        file.put("column_mapping", mapping);
        if (!spec.ignored().isEmpty()) {
            // a file with types stops the table at a column that it does not name
            file.put("ignore_columns", spec.ignored());
        }
        file.put("source", source);
        file.put("database_column", name(spec, Origin.SHARD_DATABASE).orElse(null));
        file.put("table_column", tableColumn.orElse(null));
        file.put("source_column", name(spec, Origin.SHARD_SOURCE).orElse(null));
        file.put("key_columns", spec.key());
        file.put("types", types);
        file.put("include", List.of());
        file.put("exclude", List.of());
        file.put("deletes", word(spec.streamOrRefuse().deletes()));
        file.put("cascades", word(spec.streamOrRefuse().cascades()));
        file.put("key_mode", "hmac");
        return file;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> name(TableSpec spec, Origin origin) {
        return spec.columns().stream()
                .filter(column -> column.origin() == origin)
                .map(ColumnSpec::name)
                .findFirst();
    }

    private static String regex(TableSpec spec, Table table) {
        String regex = table.source().expression(spec.shards().get(0).source());
        Pattern whole = Pattern.compile(regex);
        for (TableSpec.Shard shard : spec.shards()) {
            if (!whole.matcher(shard.database() + "." + shard.table()).matches()) {
                throw new Failure(
                        ExitCode.REFUSED,
                        spec.target() + ": the streamer's expression " + regex + " does not match " + shard.database()
                                + "." + shard.table()
                                + "; write tables[].source without ^, $ and back references");
            }
        }
        return regex;
    }
}
