package io.github.sluice.coordinator.settings;

import io.github.sluice.coordinator.settings.SluiceSettings.Cascades;
import io.github.sluice.coordinator.settings.SluiceSettings.Deletes;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code tables} of {@code sluice.yaml} and fills in names by the naming templates. One thread. */
final class TableSettings {
    private final String targetTemplate;
    private final String topicTemplate;
    private final String streamTopicTemplate;
    private final String connectorTemplate;
    private final boolean streaming;
    private final Map<String, String> takenNames = new LinkedHashMap<>();

    TableSettings(
            String targetTemplate,
            String topicTemplate,
            String streamTopicTemplate,
            String connectorTemplate,
            boolean streaming) {
        this.targetTemplate = targetTemplate;
        this.topicTemplate = topicTemplate;
        this.streamTopicTemplate = streamTopicTemplate;
        this.connectorTemplate = connectorTemplate;
        this.streaming = streaming;
    }

    /** Says that a topic is something else's, so that no table may have it. */
    void reserve(String key, String topic, Problems problems) {
        String other = takenNames.putIfAbsent("topic " + topic, key);
        if (other != null) {
            problems.add(key, "must be another topic than " + other, topic);
        }
    }

    List<Table> read(List<YamlNode> nodes, Problems problems) {
        if (nodes.isEmpty()) {
            problems.add("tables", "is required, with at least one table");
        }
        List<Table> tables = new ArrayList<>();
        for (YamlNode node : nodes) {
            Table table = table(node, problems);
            if (table != null) {
                tables.add(table);
            }
            node.refuseUnknownKeys();
        }
        return tables;
    }

    private @Nullable Table table(YamlNode node, Problems problems) {
        boolean sharded;
        Pattern databases;
        Pattern tables;
        String tableName;
        String databaseName;
        if (!node.has("source")) {
            problems.add(node.path("source"), "is required: database.table, or {databases: REGEX, tables: REGEX}");
            return null;
        }
        String literal = node.isText("source") ? node.text("source", null) : null;
        if (literal != null) {
            int dot = literal.indexOf('.');
            if (dot <= 0 || dot == literal.length() - 1) {
                problems.add(node.path("source"), "must be database.table", literal);
                return null;
            }
            sharded = false;
            databaseName = literal.substring(0, dot);
            tableName = literal.substring(dot + 1);
            databases = Pattern.compile(databaseName, Pattern.LITERAL);
            tables = Pattern.compile(tableName, Pattern.LITERAL);
        } else {
            YamlNode source = node.sectionOrEmpty("source");
            databases = source.regex("databases");
            tables = source.regex("tables");
            source.refuseUnknownKeys();
            if (databases == null || tables == null) {
                return null;
            }
            sharded = true;
            databaseName = "";
            tableName = node.textOr("target", "");
            if (tableName.isEmpty()) {
                problems.add(node.path("target"), "is required where the source is a regular expression");
                return null;
            }
        }
        String target = node.textOr("target", fill(targetTemplate, databaseName, tableName, tableName, ""));
        String topic = node.textOr("topic", fill(topicTemplate, databaseName, tableName, target, ""));
        String connector = fill(connectorTemplate, databaseName, tableName, target, topic);
        checkKafkaName(node.path("topic"), topic, problems);
        unique(node, "target " + target, problems);
        unique(node, "topic " + topic, problems);
        unique(node, "connector " + connector, problems);
        String streamTopic = node.textOr("streamTopic", fill(streamTopicTemplate, databaseName, tableName, target, ""));
        Deletes deletes = node.word("deletes", Deletes.APPLY, Deletes.class);
        Cascades cascades = node.word("cascades", Cascades.REFUSE, Cascades.class);
        Table.Stream stream = null;
        if (streaming) {
            stream = new Table.Stream(
                    streamTopic,
                    fill(connectorTemplate, databaseName, tableName, target, streamTopic),
                    deletes,
                    cascades);
            checkKafkaName(node.path("streamTopic"), streamTopic, problems);
            unique(node, "topic " + streamTopic, problems);
            unique(node, "connector " + stream.connector(), problems);
        }
        List<String> key = node.distinctTexts("key");
        Map<String, String> rename = node.textMap("columns");
        return new Table(
                databases,
                tables,
                sharded,
                target,
                topic,
                connector,
                key,
                rename,
                ColumnSettings.read(node, rename.keySet(), streaming, problems),
                stream);
    }

    private void unique(YamlNode node, String what, Problems problems) {
        String other = takenNames.putIfAbsent(what, node.path("").replaceAll("\\.$", ""));
        if (other != null) {
            problems.add(node.path("target"), "gives the same " + what + " as " + other + "; set target or topic");
        }
    }

    private static String fill(String template, String database, String table, String target, String topic) {
        return template.replace("{database}", database)
                .replace("{table}", table)
                .replace("{target}", target)
                .replace("{topic}", topic);
    }

    /** Kafka's own rule for topic names. */
    static void checkKafkaName(String key, String topic, Problems problems) {
        if (!topic.matches("[a-zA-Z0-9._-]{1,249}") || topic.equals(".") || topic.equals("..")) {
            problems.add(key, "must be a legal topic name (letters, digits, '.', '_', '-', at most 249)", topic);
        }
    }
}
