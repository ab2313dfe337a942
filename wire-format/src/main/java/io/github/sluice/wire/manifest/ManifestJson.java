package io.github.sluice.wire.manifest;

import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.wire.type.MySqlType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON form of a manifest. */
final class ManifestJson {
    private static final String VERSION = "formatVersion";

    private final Map<?, ?> map;

    private ManifestJson(Map<?, ?> map) {
        this.map = map;
    }

    static String write(RunManifest manifest) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put(VERSION, RunManifest.FORMAT_VERSION);
        tree.put("runId", manifest.runId());
        tree.put("attempt", manifest.attempt());
        tree.put("outcome", manifest.outcome().name());
        tree.put("reason", manifest.reason());
        tree.put("topic", manifest.topic());
        tree.put("partitions", partitions(manifest.partitions()));
        tree.put("pulled", manifest.pulled());
        tree.put("acked", manifest.acked());
        tree.put("records", manifest.records());
        tree.put("dirty", manifest.dirty());
        tree.put("zeroDates", manifest.zeroDates());
        tree.put("bytes", manifest.bytes());
        tree.put("columns", columns(manifest.columns()));
        tree.put("keyColumns", manifest.keyColumns());
        tree.put("startedAt", manifest.startedAt().toString());
        tree.put("endedAt", manifest.endedAt().toString());
        tree.put("writeType", manifest.writeType());
        tree.put("envelope", manifest.envelope());
        tree.put("keyId", manifest.keyId());
        tree.put("keyUses", keyUses(manifest.keyUses()));
        tree.put("versions", manifest.versions());
        Fingerprint fingerprint = manifest.fingerprint();
        tree.put("fingerprint", fingerprint == null ? null : fingerprint.toTree());
        return Json.write(tree);
    }

    private static List<Object> partitions(List<PartitionRange> ranges) {
        List<Object> list = new ArrayList<>();
        for (PartitionRange range : ranges) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("partition", range.partition());
            item.put("firstOffset", range.firstOffset());
            item.put("lastOffset", range.lastOffset());
            item.put("records", range.records());
            list.add(item);
        }
        return list;
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

    private static List<Object> columns(List<WireColumn> columns) {
        List<Object> list = new ArrayList<>();
        for (WireColumn column : columns) {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("name", column.name());
            MySqlType type = column.type();
            item.put("type", type == null ? null : type.columnType());
            list.add(item);
        }
        return list;
    }

    static RunManifest read(String json) {
        ManifestJson tree = of(Json.parse(json), "the manifest");
        if (tree.number(VERSION) != RunManifest.FORMAT_VERSION) {
            throw new IllegalArgumentException("manifest format version is " + tree.number(VERSION)
                    + ", this build reads " + RunManifest.FORMAT_VERSION);
        }
        Object fingerprint = tree.any("fingerprint");
        return RunManifest.builder()
                .runId(tree.text("runId"))
                .attempt(Math.toIntExact(tree.number("attempt")))
                .outcome(tree.outcome(), tree.textOrNull("reason"))
                .topic(tree.text("topic"))
                .partitions(tree.partitions())
                .pulled(tree.number("pulled"))
                .acked(tree.number("acked"))
                .records(tree.map.containsKey("records") ? tree.number("records") : tree.number("acked"))
                .dirty(tree.number("dirty"))
                .zeroDates(tree.number("zeroDates"))
                .bytes(tree.number("bytes"))
                .schema(new RowSchema(tree.columns(), tree.keyColumns()))
                .startedAt(tree.instant("startedAt"))
                .endedAt(tree.instant("endedAt"))
                .writeType(tree.text("writeType"))
                .envelope(tree.text("envelope"))
                .keyId(tree.textOrNull("keyId"))
                .keyUses(tree.keyUses())
                .versions(tree.versions())
                .fingerprint(fingerprint == null ? null : Fingerprint.fromTree(fingerprint))
                .build();
    }

    private static ManifestJson of(@Nullable Object tree, String what) {
        if (!(tree instanceof Map)) {
            throw new IllegalArgumentException(what + " is not a JSON object");
        }
        return new ManifestJson((Map<?, ?>) tree);
    }

    private RunManifest.Outcome outcome() {
        String name = text("outcome");
        for (RunManifest.Outcome outcome : RunManifest.Outcome.values()) {
            if (outcome.name().equals(name)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("manifest key outcome is none of COMPLETE, UNKNOWN and FAILED");
    }

    private List<PartitionRange> partitions() {
        List<PartitionRange> ranges = new ArrayList<>();
        for (Object item : list("partitions")) {
            ManifestJson range = of(item, "an item of partitions");
            ranges.add(new PartitionRange(
                    Math.toIntExact(range.number("partition")),
                    range.number("firstOffset"),
                    range.number("lastOffset"),
                    range.number("records")));
        }
        return ranges;
    }

    private List<WireColumn> columns() {
        List<WireColumn> columns = new ArrayList<>();
        for (Object item : list("columns")) {
            ManifestJson column = of(item, "an item of columns");
            String type = column.textOrNull("type");
            columns.add(new WireColumn(column.text("name"), type == null ? null : MySqlType.parse(type)));
        }
        return columns;
    }

    private List<String> keyColumns() {
        List<String> names = new ArrayList<>();
        for (Object item : list("keyColumns")) {
            if (!(item instanceof String)) {
                throw new IllegalArgumentException("manifest key keyColumns holds something that is no text");
            }
            names.add((String) item);
        }
        return names;
    }

    /** Earlier builds wrote neither this nor {@code records}. */
    private Map<String, KeyUse> keyUses() {
        Map<String, KeyUse> uses = new LinkedHashMap<>();
        if (map.containsKey("keyUses")) {
            ManifestJson tree = of(any("keyUses"), "manifest key keyUses");
            for (Object id : tree.map.keySet()) {
                ManifestJson use = of(tree.any((String) id), "an item of keyUses");
                uses.put((String) id, new KeyUse(use.number("records"), use.number("starts")));
            }
        }
        return uses;
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        ManifestJson tree = of(any("versions"), "manifest key versions");
        for (Object name : tree.map.keySet()) {
            versions.put((String) name, tree.text((String) name));
        }
        return versions;
    }

    private Instant instant(String key) {
        try {
            return Instant.parse(text(key));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("manifest key " + key + " is no time like 2026-01-01T00:00:00Z", e);
        }
    }

    private List<?> list(String key) {
        Object value = any(key);
        if (value instanceof List) {
            return (List<?>) value;
        }
        throw new IllegalArgumentException("manifest key " + key + " is no list");
    }

    private long number(String key) {
        Object value = any(key);
        if (value instanceof Long) {
            return (Long) value;
        }
        throw new IllegalArgumentException("manifest key " + key + " is no whole number of 64 bits");
    }

    private String text(String key) {
        String value = textOrNull(key);
        if (value == null) {
            throw new IllegalArgumentException("manifest key " + key + " is null");
        }
        return value;
    }

    private @Nullable String textOrNull(String key) {
        Object value = any(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new IllegalArgumentException("manifest key " + key + " is no text");
    }

    private @Nullable Object any(String key) {
        if (!map.containsKey(key)) {
            throw new IllegalArgumentException("manifest key " + key + " is missing");
        }
        return map.get(key);
    }
}
