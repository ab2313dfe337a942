package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is compared of a logical table, hop by hop: which columns, in which form two values are equal, and the statements
 * that read either side. It is for people: they see what EQUAL will mean, and can count by hand. The comparisons
 * themselves go by the table's description, from which this is made.
 */
final class VerificationFile {
    private VerificationFile() {}

    static Map<String, @Nullable Object> of(TableSpec spec, SluiceSettings settings) {
        Map<String, @Nullable Object> file = new LinkedHashMap<>();
        file.put("table", spec.target());
        file.put("key", spec.key());
        file.put("batch", batch(spec));
        if (spec.stream() != null) {
            file.put(
                    "live",
                    "MySQL = StarRocks, row by row in key order, while changes go on; rows that differ are read again"
                            + " until they are still");
        }
        List<Object> columns = new ArrayList<>();
        for (ColumnSpec column : spec.columns()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", column.name());
            one.put("equalAs", column.type().kind().name().toLowerCase(Locale.ROOT));
            columns.add(one);
        }
        file.put("columns", columns);
        if (spec.sources().size() == 1) {
            file.put("source", source(spec));
        } else {
            Map<String, Object> sources = new LinkedHashMap<>();
            spec.sources().forEach(name -> sources.put(name, source(spec.in(name))));
            file.put("sources", sources);
        }
        StarRocks starrocks = settings.starrocks();
        if (starrocks != null) {
            String table = CreateTable.quote(starrocks.database()) + "." + CreateTable.quote(spec.target());
            String names = spec.columns().stream()
                    .map(column -> CreateTable.quote(column.name()))
                    .collect(Collectors.joining(", "));
            file.put(
                    "target",
                    sides(List.of("SELECT COUNT(*) FROM " + table), List.of("SELECT " + names + " FROM " + table)));
        }
        return file;
    }

    private static Map<String, Object> batch(TableSpec spec) {
        Map<String, Object> hops = new LinkedHashMap<>();
        hops.put("read = acknowledged", "counts of every DataX task");
        hops.put("acknowledged = topic", "count and fingerprint of every record of " + spec.topic());
        hops.put("topic = StarRocks", "count and fingerprint of every row, in 1,024 buckets by key");
        return hops;
    }

    private static Map<String, Object> source(TableSpec spec) {
        return sides(
                spec.shards().stream().map(VerificationFile::count).toList(),
                spec.shards().stream().map(spec::select).toList());
    }

    private static Map<String, Object> sides(List<String> counts, List<String> rows) {
        Map<String, Object> statements = new LinkedHashMap<>();
        statements.put("count", counts);
        statements.put("rows", rows);
        return statements;
    }

    private static String count(TableSpec.Shard shard) {
        return "SELECT COUNT(*) FROM " + CreateTable.quote(shard.database()) + "." + CreateTable.quote(shard.table());
    }
}
