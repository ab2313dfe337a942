package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Connect;
import io.github.sluice.coordinator.settings.SluiceSettings.Sink;
import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import io.github.sluice.coordinator.settings.SluiceSettings.Table.Stream;
import io.github.sluice.wire.key.SecretReference;
import io.github.sluice.wire.type.WireKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connectors of a table, for our sink or the official one: the keys are the same. The batch connector loads rows;
 * the stream connector loads changes, whose {@code __op} says whether the row is put or deleted.
 */
public final class SinkConnector {
    /** 0 puts the row, 1 deletes it (starrocks.md 6.4). */
    private static final String OPERATION = "__op";

    private SinkConnector() {}

    /** The batch connector's document for {@code POST /connectors}: name and config. */
    public static Map<String, @Nullable Object> batch(TableSpec spec, SluiceSettings settings) {
        return of("connect/batch-connector.json", spec, spec.topic(), spec.connector(), false, settings);
    }

    /** The stream connector's document for {@code POST /connectors}: name and config. */
    public static Map<String, @Nullable Object> stream(TableSpec spec, SluiceSettings settings) {
        Stream stream = spec.streamOrRefuse();
        return of("connect/stream-connector.json", spec, stream.topic(), stream.connector(), true, settings);
    }

    /** Secrets are references that the worker resolves. */
    private static Map<String, @Nullable Object> of(
            String template,
            TableSpec spec,
            String topic,
            String connector,
            boolean operations,
            SluiceSettings settings) {
        Connect connect = settings.connectOrRefuse();
        StarRocks starrocks = settings.starrocksOrRefuse();
        refuseWhatHeadersCannotCarry(spec, connect.sink());
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("connector", connector);
        values.put(
                "connectorClass",
                connect.sink() == Sink.SLUICE
                        ? "io.github.sluice.connect.StarRocksSinkConnector"
                        : "com.starrocks.connector.kafka.StarRocksSinkConnector");
        values.put("tasks", String.valueOf(connect.tasks()));
        values.put("topic", topic);
        values.put("httpUrl", String.join(",", starrocks.http()));
        // only our sink asks StarRocks which loads a former owner has left unfinished
        values.put("queryUrl", connect.sink() == Sink.SLUICE ? starrocks.query() : Template.ABSENT);
        values.put("topicToTable", topic + ":" + spec.target());
        values.put("username", starrocks.credentials().username());
        values.put("password", workerReference(starrocks.credentials().passwordReference()));
        values.put("database", starrocks.database());
        values.put("secretKeyReference", settings.encryption().keyReference());
        boolean expressions = spec.columns().stream().anyMatch(SinkConnector::needsExpression);
        values.put("columns", expressions ? columns(spec, operations) : Template.ABSENT);
        values.put("jsonpaths", expressions ? jsonPaths(spec, operations) : Template.ABSENT);
        Map<String, @Nullable Object> document = Template.load(template).fill(values);
        if (document.get("config") instanceof Map<?, ?> config) {
            Map<String, Object> all = new LinkedHashMap<>();
            config.forEach((key, value) -> all.put(String.valueOf(key), String.valueOf(value)));
            if (!operations && settings.encryption().frame() != null) {
                // a transform gives one record for one, so the sink opens frames itself
                all.keySet().removeIf(key -> key.startsWith("transforms"));
                all.put("sluice.secret.key.ref", settings.encryption().keyReference());
            }
            all.putAll(connect.properties());
            document.put("config", all);
        }
        return document;
    }

    /**
     * The official connector sends {@code columns} and {@code jsonpaths} as HTTP headers in which every character
     * beyond ASCII becomes a question mark.
     */
    private static void refuseWhatHeadersCannotCarry(TableSpec spec, Sink sink) {
        if (sink != Sink.OFFICIAL) {
            return;
        }
        for (ColumnSpec column : spec.columns()) {
            if (!column.name().chars().allMatch(c -> c < 128)) {
                throw new io.github.sluice.coordinator.Failure(
                        io.github.sluice.coordinator.ExitCode.REFUSED,
                        spec.target() + ": column " + column.name()
                                + " is not ASCII, which the official connector cannot load; use connect.sink: sluice");
            }
        }
    }

    private static boolean needsExpression(ColumnSpec column) {
        return column.targetType().equals("json") || column.targetType().startsWith("varbinary");
    }

    /**
     * Plain names first, then the expressions: path i feeds name i, and an assigned column must not read itself, so JSON
     * and binary go through a temporary name. Where columns are listed, StarRocks does not look for {@code __op} unless
     * it is listed too.
     */
    static String columns(TableSpec spec, boolean operations) {
        List<String> read = new ArrayList<>();
        List<String> assigned = new ArrayList<>();
        String prefix = "tmp_";
        while (startsSomeName(spec, prefix)) {
            prefix = "_" + prefix;
        }
        for (ColumnSpec column : spec.columns()) {
            String name = CreateTable.quote(column.name());
            if (needsExpression(column)) {
                String temporary = CreateTable.quote(prefix + column.name());
                read.add(temporary);
                assigned.add(name + "="
                        + (column.type().kind() == WireKind.JSON
                                ? "parse_json(" + temporary + ")"
                                : "to_binary(" + temporary + ",'encode64')"));
            } else {
                read.add(name);
            }
        }
        if (operations) {
            read.add(OPERATION);
        }
        read.addAll(assigned);
        return String.join(",", read);
    }

    private static boolean startsSomeName(TableSpec spec, String prefix) {
        return spec.columns().stream().anyMatch(column -> column.name().startsWith(prefix));
    }

    static String jsonPaths(TableSpec spec, boolean operations) {
        List<String> paths = new ArrayList<>();
        for (ColumnSpec column : spec.columns()) {
            String name = column.name();
            paths.add(name.matches("[A-Za-z_][A-Za-z0-9_]*") ? "\"$." + name + "\"" : "\"$.\\\"" + name + "\\\"\"");
        }
        if (operations) {
            paths.add("\"$." + OPERATION + "\"");
        }
        return "[" + String.join(",", paths) + "]";
    }

    /** Our reference in the words of Connect's ConfigProviders. */
    private static String workerReference(@Nullable String reference) {
        if (reference == null) {
            return "";
        }
        SecretReference.parse(reference);
        if (reference.startsWith("env:")) {
            return "${env:" + reference.substring("env:".length()) + "}";
        }
        Path file = Path.of(reference.substring("file:".length())).toAbsolutePath();
        return "${directory:" + file.getParent() + ":" + file.getFileName() + "}";
    }
}
