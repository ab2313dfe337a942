package io.github.sluice.streamer.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.binlog.TableId;
import io.github.sluice.streamer.schema.ColumnDef;
import io.github.sluice.streamer.schema.TableColumns;
import io.github.sluice.streamer.settings.Problems;
import io.github.sluice.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Table files and tables for tests. */
final class Specimens {
    private Specimens() {}

    /** A file for one table of the published format, columns mapped to themselves. */
    static Map<String, Object> exact(String key, String... columns) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("key", key);
        file.put("topic", "sluice_stream." + key);
        file.put("need_table", false);
        file.put("complete_regex", true);
        file.put("regex", "");
        Map<String, Object> mapping = new LinkedHashMap<>();
        for (String column : columns) {
            mapping.put(column, column);
        }
        file.put("column_mapping", mapping);
        return file;
    }

    /** The same for shards. */
    static Map<String, Object> shards(String key, String regex, String... columns) {
        Map<String, Object> file = exact(key, columns);
        file.put("need_table", true);
        file.put("complete_regex", false);
        file.put("regex", regex);
        return file;
    }

    static TableFile file(Map<String, Object> json) {
        Problems problems = new Problems();
        TableFile file = TableFileReader.read(
                Path.of(json.get("key") + ".json"),
                Json.write(json).getBytes(StandardCharsets.UTF_8),
                Set.of("rds1", "rds2"),
                problems,
                key -> {});
        assertThat(problems.lines()).isEmpty();
        return Objects.requireNonNull(file);
    }

    static Route route(Map<String, Object> json) {
        return new Route(file(json), "rds1");
    }

    /** A table from {@code "name type"} pairs, whose first column is its primary key. */
    static TableColumns table(String name, String... columns) {
        List<ColumnDef> defs = new ArrayList<>();
        for (String column : columns) {
            String[] parts = column.split(" ", 2);
            defs.add(new ColumnDef(parts[0], parts[1], "", false));
        }
        return new TableColumns(id(name), defs, List.of(defs.get(0).name()));
    }

    static TableId id(String name) {
        int dot = name.indexOf('.');
        return new TableId(name.substring(0, dot), name.substring(dot + 1));
    }
}
