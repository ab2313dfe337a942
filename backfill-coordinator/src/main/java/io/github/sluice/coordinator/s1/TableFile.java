package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.JsonPlace.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A streamer's table file (inventory #61). Immutable.
 *
 * @param mapping source column to wire column, in the order of the file
 * @param ours whether it has keys that only binlog-streamer knows, whose expressions are of whole names
 * @param at the file's document
 */
record TableFile(
        String key,
        String topic,
        boolean needTable,
        boolean complete,
        String regex,
        Map<String, String> mapping,
        boolean ours,
        JsonPlace at) {
    static final List<String> KEYS = List.of("key", "topic", "need_table", "complete_regex", "regex", "column_mapping");

    private static final List<String> OUR_KEYS =
            List.of("source", "table_column", "database_column", "source_column", "key_columns", "key_mode", "types");

    static boolean looksLike(JsonPlace document) {
        return document.at("key").is(Kind.TEXT)
                && List.of("column_mapping", "complete_regex", "need_table").stream()
                        .anyMatch(key -> document.at(key).present());
    }

    static TableFile of(JsonPlace document) {
        Map<String, String> mapping = new LinkedHashMap<>();
        document.at("column_mapping").fields().forEach((source, target) -> {
            if (!target.is(Kind.NULL)) {
                mapping.put(source, target.text());
            }
        });
        return new TableFile(
                document.at("key").text(),
                document.at("topic").text(),
                document.at("need_table").text().equals("true"),
                document.at("complete_regex").text().equals("true"),
                document.at("regex").text(),
                mapping,
                OUR_KEYS.stream().anyMatch(key -> document.at(key).present()),
                document);
    }

    String file() {
        return at.file();
    }

    /** The folder that it lies in, which the scripts have one of for each MySQL; empty for the folder that was read. */
    String folder() {
        String file = file();
        int end = file.lastIndexOf('/');
        return end < 0 ? "" : file.substring(file.lastIndexOf('/', end - 1) + 1, end);
    }
}
