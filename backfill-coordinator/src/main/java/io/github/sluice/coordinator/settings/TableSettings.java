package io.github.sluice.coordinator.settings;

import io.github.sluice.coordinator.settings.SluiceSettings.Cascades;
import io.github.sluice.coordinator.settings.SluiceSettings.Deletes;
import io.github.sluice.coordinator.settings.SluiceSettings.Differences;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.settings.SluiceSettings.Table.ColumnChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code tables} of {@code sluice.yaml} and fills in names by the naming templates. One thread. */
final class TableSettings {
    private static final String NEEDED =
            "is required: database.table, a list of them, {databases: REGEX, tables: REGEX}, or {tables: REGEX}"
                    + " of whole database.table names";

    private final String targetTemplate;
    private final String topicTemplate;
    private final String streamTopicTemplate;
    private final String connectorTemplate;
    private final boolean streaming;
    private final List<String> sourceNames;
    private final Map<String, String> takenNames = new LinkedHashMap<>();

    TableSettings(
            String targetTemplate,
            String topicTemplate,
            String streamTopicTemplate,
            String connectorTemplate,
            boolean streaming,
            List<String> sourceNames) {
        this.targetTemplate = targetTemplate;
        this.topicTemplate = topicTemplate;
        this.streamTopicTemplate = streamTopicTemplate;
        this.connectorTemplate = connectorTemplate;
        this.streaming = streaming;
        this.sourceNames = List.copyOf(sourceNames);
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
        SourceTables source = source(node, problems);
        String writtenTarget = node.text("target", null);
        String writtenTopic = node.text("topic", null);
        String writtenStreamTopic = node.text("streamTopic", null);
        Deletes deletes = node.word("deletes", Deletes.APPLY, Deletes.class);
        Cascades cascades = node.word("cascades", Cascades.REFUSE, Cascades.class);
        Differences differences = node.word("shards", Differences.REFUSE, Differences.class);
        List<String> key = node.distinctTexts("key");
        Map<String, String> rename = node.textMap("columns");
        ColumnChoice choice = ColumnSettings.read(node, rename.keySet(), streaming, problems);
        if (source == null) {
            return null;
        }
        if (differences == Differences.UNION && !source.merged()) {
            problems.add(node.path("shards"), "must not be union where the source is one table");
        }
        Names names = new Names(source, writtenTarget);
        String target = writtenTarget == null ? names.fill(targetTemplate, "", "") : writtenTarget;
        String topic = writtenTopic == null ? names.fill(topicTemplate, target, "") : writtenTopic;
        String connector = names.fill(connectorTemplate, target, topic);
        checkKafkaName(node.path("topic"), topic, problems);
        unique(node, "target " + target, problems);
        unique(node, "topic " + topic, problems);
        unique(node, "connector " + connector, problems);
        Table.Stream stream = null;
        if (streaming) {
            String streamTopic =
                    writtenStreamTopic == null ? names.fill(streamTopicTemplate, target, "") : writtenStreamTopic;
            stream = new Table.Stream(
                    streamTopic, names.fill(connectorTemplate, target, streamTopic), deletes, cascades);
            checkKafkaName(node.path("streamTopic"), streamTopic, problems);
            unique(node, "topic " + streamTopic, problems);
            unique(node, "connector " + stream.connector(), problems);
        }
        return new Table(source, target, topic, connector, key, rename, choice, differences, stream);
    }

    /** What the naming templates are filled with; shards have no database, and their target in place of a table. */
    private record Names(String database, String table) {
        Names(SourceTables source, @Nullable String target) {
            this(
                    source instanceof SourceTables.One one ? one.name().database() : "",
                    source instanceof SourceTables.One one
                            ? one.name().table()
                            : Objects.requireNonNullElse(target, ""));
        }

        String fill(String template, String target, String topic) {
            return template.replace("{database}", database)
                    .replace("{table}", table)
                    .replace("{target}", target.isEmpty() ? table : target)
                    .replace("{topic}", topic);
        }
    }

    private @Nullable SourceTables source(YamlNode node, Problems problems) {
        if (!node.has("source")) {
            problems.add(node.path("source"), NEEDED);
            return null;
        }
        SourceTables source;
        if (node.isText("source")) {
            SourceTables.Name name = name(node.path("source"), node.textOr("source", ""), problems);
            return name == null ? null : new SourceTables.One(name);
        } else if (node.isList("source")) {
            source = several(node, problems);
        } else {
            source = expressions(node.sectionOrEmpty("source"), problems);
        }
        if (source != null && !node.has("target")) {
            problems.add(node.path("target"), "is required where the source is a list or a regular expression");
            return null;
        }
        return source;
    }

    /** A database may have a slash in its name, so it parts a source's name off only where sources have names. */
    private SourceTables.@Nullable Name name(String key, String text, Problems problems) {
        int slash = sourceNames.isEmpty() ? -1 : text.indexOf('/');
        String source = slash >= 0 ? text.substring(0, slash) : sourceNames.size() == 1 ? sourceNames.get(0) : "";
        if (!sourceNames.isEmpty() && !sourceNames.contains(source)) {
            problems.add(
                    key, "must be SOURCE/database.table, with SOURCE one of " + String.join(", ", sourceNames), text);
            return null;
        }
        String table = text.substring(slash + 1);
        int dot = table.indexOf('.');
        if (dot <= 0 || dot == table.length() - 1) {
            problems.add(key, "must be database.table", text);
            return null;
        }
        return new SourceTables.Name(source, table.substring(0, dot), table.substring(dot + 1));
    }

    private @Nullable SourceTables several(YamlNode node, Problems problems) {
        List<String> texts = node.texts("source");
        List<SourceTables.Name> names = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String key = node.path("source") + "[" + i + "]";
            SourceTables.Name name = name(key, texts.get(i), problems);
            if (name != null && names.contains(name)) {
                problems.add(key, "must be named once", name);
            } else if (name != null) {
                names.add(name);
            }
        }
        if (texts.isEmpty()) {
            problems.add(node.path("source"), "must name at least one table");
        }
        return names.isEmpty() || names.size() < texts.size() ? null : new SourceTables.Several(names);
    }

    private @Nullable SourceTables expressions(YamlNode source, Problems problems) {
        List<String> sources = source.texts("sources");
        for (String one : sources) {
            if (!sourceNames.contains(one)) {
                problems.add(
                        source.path("sources"),
                        sourceNames.isEmpty()
                                ? "needs the section sources in place of source"
                                : "must be among " + String.join(", ", sourceNames),
                        one);
            }
        }
        boolean byParts = source.has("databases");
        Pattern databases = byParts ? source.regex("databases") : null;
        Pattern tables = source.regex("tables");
        source.refuseUnknownKeys();
        if (tables == null) {
            return null;
        }
        if (!byParts) {
            return new SourceTables.ByWholeName(sources, tables);
        }
        return databases == null ? null : new SourceTables.ByParts(sources, databases, tables);
    }

    private void unique(YamlNode node, String what, Problems problems) {
        String other = takenNames.putIfAbsent(what, node.path("").replaceAll("\\.$", ""));
        if (other != null) {
            problems.add(node.path("target"), "gives the same " + what + " as " + other + "; set target or topic");
        }
    }

    /** Kafka's own rule for topic names. */
    static void checkKafkaName(String key, String topic, Problems problems) {
        if (!topic.matches("[a-zA-Z0-9._-]{1,249}") || topic.equals(".") || topic.equals("..")) {
            problems.add(key, "must be a legal topic name (letters, digits, '.', '_', '-', at most 249)", topic);
        }
    }
}
