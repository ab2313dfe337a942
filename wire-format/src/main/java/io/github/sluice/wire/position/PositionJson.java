package io.github.sluice.wire.position;

import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.KeyUse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON form of a position. */
final class PositionJson {
    private static final String VERSION = "version";

    private final Map<?, ?> map;
    private final String what;

    private PositionJson(@Nullable Object tree, String what, String... keys) {
        if (!(tree instanceof Map)) {
            throw new IllegalArgumentException(what + " is not a JSON object");
        }
        this.map = (Map<?, ?>) tree;
        this.what = what;
        List<String> known = Arrays.asList(keys);
        for (String key : known) {
            if (!map.containsKey(key)) {
                throw new IllegalArgumentException(what + ": key " + key + " is missing");
            }
        }
        for (Object key : map.keySet()) {
            if (!known.contains(key) && !known.isEmpty()) {
                throw new IllegalArgumentException(
                        what + ": key " + key + " is unknown to version " + StreamPosition.VERSION);
            }
        }
    }

    static String write(StreamPosition of) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put(VERSION, StreamPosition.VERSION);
        tree.put("writer", of.writer());
        tree.put("serverUuid", of.serverUuid());
        tree.put("gtidSet", of.gtidSet());
        tree.put("file", of.file());
        tree.put("position", of.position());
        tree.put("partial", partial(of.partial()));
        tree.put("writtenAt", of.writtenAt().toString());
        Instant lastEventAt = of.lastEventAt();
        tree.put("lastEventAt", lastEventAt == null ? null : lastEventAt.toString());
        tree.put("schemaVersion", of.schemaVersion());
        Map<String, Object> tables = new LinkedHashMap<>();
        for (Map.Entry<String, TablePosition> table : of.tables().entrySet()) {
            tables.put(table.getKey(), table(table.getValue()));
        }
        tree.put("tables", tables);
        tree.put("keyUses", keyUses(of.keyUses()));
        return Json.write(tree);
    }

    private static Map<String, Object> keyUses(Map<String, KeyUse> uses) {
        Map<String, Object> tree = new LinkedHashMap<>();
        uses.forEach((id, use) -> {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("records", use.records());
            item.put("starts", use.starts());
            tree.put(id, item);
        });
        return tree;
    }

    private static @Nullable Object partial(@Nullable PartialTransaction partial) {
        if (partial == null) {
            return null;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("gtid", partial.gtid());
        tree.put("rows", partial.rows());
        return tree;
    }

    private static Object table(TablePosition table) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("digest", table.digest());
        tree.put("topic", table.topic());
        tree.put("partitions", table.partitions());
        tree.put("since", table.since());
        tree.put("behind", table.behind());
        tree.put("behindPartial", partial(table.behindPartial()));
        tree.put("stopped", stopped(table.stopped()));
        List<Object> ddl = new ArrayList<>();
        for (TableDdl entry : table.ddl()) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("gtid", entry.gtid());
            item.put("kind", entry.kind());
            item.put("table", entry.table());
            item.put("at", entry.at().toString());
            ddl.add(item);
        }
        tree.put("ddl", ddl);
        return tree;
    }

    private static @Nullable Object stopped(@Nullable StoppedTable stopped) {
        if (stopped == null) {
            return null;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("reason", stopped.reason());
        tree.put("advice", stopped.advice());
        tree.put("gtid", stopped.gtid());
        tree.put("file", stopped.file());
        tree.put("position", stopped.position());
        return tree;
    }

    static StreamPosition read(String json) {
        Object tree = Json.parse(json);
        Object version = tree instanceof Map ? ((Map<?, ?>) tree).get(VERSION) : null;
        if (!Long.valueOf(StreamPosition.VERSION).equals(version)) {
            throw new IllegalArgumentException("the position is of version " + (version instanceof Long ? version : "?")
                    + ", this build reads " + StreamPosition.VERSION);
        }
        PositionJson of = new PositionJson(
                tree,
                "the position",
                VERSION,
                "writer",
                "serverUuid",
                "gtidSet",
                "file",
                "position",
                "partial",
                "writtenAt",
                "lastEventAt",
                "schemaVersion",
                "tables",
                "keyUses");
        PositionJson entries = new PositionJson(of.map.get("tables"), "the position's tables");
        Map<String, TablePosition> tables = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : entries.map.entrySet()) {
            String key = (String) entry.getKey();
            tables.put(key, readTable(entry.getValue(), "table " + key));
        }
        return new StreamPosition(
                of.text("writer"),
                of.text("serverUuid"),
                of.text("gtidSet"),
                of.text("file"),
                of.number("position"),
                readPartial(of.map.get("partial"), "the position's partial"),
                of.instant("writtenAt"),
                of.map.get("lastEventAt") == null ? null : of.instant("lastEventAt"),
                of.number("schemaVersion"),
                tables,
                readKeyUses(of.map.get("keyUses")));
    }

    private static Map<String, KeyUse> readKeyUses(@Nullable Object tree) {
        PositionJson entries = new PositionJson(tree, "the position's keyUses");
        Map<String, KeyUse> uses = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : entries.map.entrySet()) {
            String id = (String) entry.getKey();
            PositionJson use = new PositionJson(entry.getValue(), "key " + id, "records", "starts");
            uses.put(id, new KeyUse(use.number("records"), use.number("starts")));
        }
        return uses;
    }

    private static TablePosition readTable(@Nullable Object tree, String what) {
        PositionJson of = new PositionJson(
                tree, what, "digest", "topic", "partitions", "since", "behind", "behindPartial", "stopped", "ddl");
        List<TableDdl> ddl = new ArrayList<>();
        Object list = of.map.get("ddl");
        if (!(list instanceof List)) {
            throw new IllegalArgumentException(what + ": key ddl is no list");
        }
        for (Object item : (List<?>) list) {
            PositionJson entry = new PositionJson(item, what + " ddl", "gtid", "kind", "table", "at");
            ddl.add(new TableDdl(entry.text("gtid"), entry.text("kind"), entry.text("table"), entry.instant("at")));
        }
        return TablePosition.of(
                of.text("digest"),
                of.text("topic"),
                Math.toIntExact(of.number("partitions")),
                of.text("since"),
                of.map.get("behind") == null ? null : of.text("behind"),
                readPartial(of.map.get("behindPartial"), what + " behindPartial"),
                readStopped(of.map.get("stopped"), what + " stopped"),
                ddl);
    }

    private static @Nullable PartialTransaction readPartial(@Nullable Object tree, String what) {
        if (tree == null) {
            return null;
        }
        PositionJson of = new PositionJson(tree, what, "gtid", "rows");
        PositionJson counts = new PositionJson(of.map.get("rows"), what + " rows");
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Object table : counts.map.keySet()) {
            rows.put((String) table, counts.number((String) table));
        }
        return new PartialTransaction(of.text("gtid"), rows);
    }

    private static @Nullable StoppedTable readStopped(@Nullable Object tree, String what) {
        if (tree == null) {
            return null;
        }
        PositionJson of = new PositionJson(tree, what, "reason", "advice", "gtid", "file", "position");
        return new StoppedTable(
                of.text("reason"), of.text("advice"), of.text("gtid"), of.text("file"), of.number("position"));
    }

    private Instant instant(String key) {
        try {
            return Instant.parse(text(key));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(what + ": key " + key + " is no time like 2026-01-01T00:00:00Z", e);
        }
    }

    private long number(String key) {
        Object value = map.get(key);
        if (value instanceof Long) {
            return (Long) value;
        }
        throw new IllegalArgumentException(what + ": key " + key + " is no whole number of 64 bits");
    }

    private String text(String key) {
        Object value = map.get(key);
        if (value instanceof String) {
            return (String) value;
        }
        throw new IllegalArgumentException(what + ": key " + key + " is no text");
    }
}
