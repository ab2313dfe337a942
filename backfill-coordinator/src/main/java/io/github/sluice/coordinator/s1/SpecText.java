package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.S1Tables.LeftOut;
import io.github.sluice.coordinator.s1.SourceText.Language;
import io.github.sluice.coordinator.settings.YamlText;
import io.github.sluice.wire.key.SecretReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the text of a {@code sluice.yaml}, line by line, because comments are half of it. One thread. */
final class SpecText {
    private static final String HOST_AND_PORT = "[^\\s/:]+:\\d{1,5}";
    private static final String NAME = "[A-Za-z0-9._-]{1,64}";

    /** The scripts' folder of table files is called after its MySQL; these are not. */
    private static final String ANY_FOLDER = "(?i)conf(ig)?|json|tables?|files?";

    private static final String DATABASE = "[a-zA-Z][\\w-]{0,255}|_[a-zA-Z0-9][\\w-]{0,254}";
    private static final String QUERY_PORT = "9030";

    private static final Pattern WORKER_REFERENCE =
            Pattern.compile("\\$\\{env:([^:}]+)}|\\$\\{directory:([^:}]+):([^:}]+)}");

    private static final String BATCH_TOPIC = "sluice_all.{table}";
    private static final String STREAM_TOPIC = "sluice_stream.{table}";

    private final S1Folder folder;
    private final List<S1Table> tables;
    private final List<LeftOut> leftOut;
    private final String mysql;
    private final String database;
    private final ImportWords words;
    private final StringBuilder text = new StringBuilder();
    private final List<String> toFill = new ArrayList<>();
    private final List<String> variables = new ArrayList<>();
    private String section = "";

    SpecText(
            S1Folder folder,
            List<S1Table> tables,
            List<LeftOut> leftOut,
            String mysql,
            String database,
            ImportWords words) {
        this.folder = folder;
        this.tables = tables;
        this.leftOut = leftOut;
        this.mysql = mysql;
        this.database = database;
        this.words = words;
    }

    List<String> toFill() {
        return List.copyOf(toFill);
    }

    List<String> variables() {
        return List.copyOf(variables);
    }

    String write() {
        line("# yaml-language-server: $schema=sluice.schema.json");
        comment("", "yaml.head");
        comment("", "yaml.fill", S1Spec.FILL_IN);
        comment("", "yaml.secrets");
        comment("", "yaml.halves");
        comment("", "yaml.topics");
        text.append('\n');
        line("name: " + YamlText.scalar(runName()));
        source();
        kafka();
        encryption();
        datax();
        connect();
        starrocks();
        if (streaming()) {
            streamer();
        }
        naming();
        tables();
        leftOut();
        return text.toString();
    }

    private String runName() {
        String name = database.isEmpty() ? "imported" : database + "-import";
        return name.matches(NAME) ? name : "imported";
    }

    private boolean streaming() {
        return tables.stream().anyMatch(table -> !table.streamTopic().isEmpty());
    }

    private void source() {
        section("source");
        if (mysql.matches(HOST_AND_PORT)) {
            int colon = mysql.lastIndexOf(':');
            value("host", YamlText.scalar(mysql.substring(0, colon)));
            value("port", mysql.substring(colon + 1));
        } else {
            fill("host", "10.0.0.5", "yaml.host");
        }
        String user = one(jobs(job -> job.reader().at("username").text()));
        valueOrFill("username", user, "sluice", "yaml.username");
        secret("password", jobs(job -> job.reader().at("password").text()), "SLUICE_MYSQL_PASSWORD", "yaml.password");
        value("timeZone", "\"+08:00\"", "yaml.timeZone");
    }

    private void kafka() {
        section("kafka");
        String servers = one(jobs(job -> job.writer().at("bootstrapServers").text()));
        if (areAddresses(servers)) {
            value("bootstrapServers", YamlText.quoted(servers));
        } else {
            fill("bootstrapServers", "10.0.0.7:9092", "yaml.bootstrap");
        }
        List<String> others = folder.texts(Language.PROPERTIES).stream()
                .map(PropertiesText::of)
                .filter(properties -> properties.has("plugin.path"))
                .map(properties -> properties.value("bootstrap.servers"))
                .filter(other -> areAddresses(other) && !other.equals(servers))
                .collect(Collectors.toCollection(ArrayList::new));
        S1Spec.different(others).forEach(other -> comment("  ", "yaml.otherBootstrap", other));
        value("replicationFactor", "3", "yaml.replicas");
    }

    private static boolean areAddresses(String servers) {
        List<String> all = ConnectorFile.list(servers);
        return !all.isEmpty() && all.stream().allMatch(server -> server.matches(HOST_AND_PORT));
    }

    private void encryption() {
        section("encryption");
        List<String> keys =
                new ArrayList<>(jobs(job -> job.writer().at("encryptionKey").text()));
        for (ConnectorFile connector : folder.connectors()) {
            connector.at().fields().forEach((name, value) -> {
                if (name.startsWith("transforms.") && name.matches(".*\\.secret\\.key(?:\\.ref)?")) {
                    keys.add(value.text());
                }
            });
        }
        secret("key", keys, "SLUICE_KEY", "yaml.key");
        value("envelope", "v1", "yaml.envelope");
    }

    private void datax() {
        section("datax");
        List<String> command = ScriptCode.dataxCommand(folder);
        if (command.isEmpty()) {
            fill("command", "[python3, /opt/datax/bin/datax.py]", "yaml.datax");
        } else {
            value("command", list(command));
        }
        value("channels", "4", "yaml.channels");
    }

    private void connect() {
        section("connect");
        fill("url", "http://10.1.0.7:8083", "yaml.connect");
        value("sink", "official", "yaml.sink");
    }

    private void starrocks() {
        section("starrocks");
        List<String> http = ConnectorFile.list(one(connectors("starrocks.http.url"))).stream()
                .map(address -> address.replaceAll("^https?://|/+$", ""))
                .toList();
        boolean known = !http.isEmpty() && http.stream().allMatch(address -> address.matches(HOST_AND_PORT));
        if (known) {
            value("http", "[" + http.stream().map(YamlText::quoted).collect(Collectors.joining(", ")) + "]");
        } else {
            fill("http", "['10.1.0.8:8030']", "yaml.http");
        }
        String host = known ? http.get(0).replaceAll(":\\d+$", "") : "10.1.0.8";
        fill("query", YamlText.quoted(host + ":" + QUERY_PORT), "yaml.query");
        valueOrFill("username", one(connectors("starrocks.username")), "sluice", "yaml.starrocksUser");
        List<String> passwords = connectors("starrocks.password");
        if (passwords.stream().allMatch(String::isBlank)) {
            comment("  ", "yaml.noPassword");
        } else {
            secret("password", passwords, "SLUICE_STARROCKS_PASSWORD", "yaml.password");
        }
        if (database.matches(DATABASE)) {
            value("database", YamlText.scalar(database));
        } else {
            fill("database", "ods", "yaml.database");
        }
        value("replicationNum", "3", "yaml.replicas");
    }

    private void streamer() {
        section("streamer");
        fill("name", "streamer", "yaml.streamerName");
        List<String> folders = S1Spec.different(
                folder.tableFiles().stream().map(TableFile::folder).toList());
        boolean told = folders.size() == 1
                && folders.get(0).matches(NAME)
                && !folders.get(0).matches(ANY_FOLDER);
        if (told) {
            value("source", YamlText.scalar(folders.get(0)), "yaml.streamerSource");
        } else {
            fill("source", "rds1", "yaml.streamerSource");
        }
        fill("tables", "/etc/sluice/tables", "yaml.streamerTables");
    }

    private void naming() {
        section("naming");
        value("target", YamlText.quoted(targetTemplate()));
        value("batchTopic", YamlText.quoted(batchTemplate()));
        value("streamTopic", YamlText.quoted(streamTemplate()));
        value("columns", "snake_case", "yaml.columns");
    }

    private String targetTemplate() {
        List<S1Table> named = tables.stream().filter(table -> !table.sharded()).toList();
        return S1Spec.template(named, S1Table::target, List.of("{table}"), "{table}");
    }

    private String batchTemplate() {
        return S1Spec.template(tables, S1Table::batchTopic, List.of("{table}", "{target}"), BATCH_TOPIC);
    }

    private String streamTemplate() {
        return S1Spec.template(tables, S1Table::streamTopic, List.of("{table}", "{target}"), STREAM_TOPIC);
    }

    private void tables() {
        section("tables");
        if (tables.isEmpty()) {
            toFill.add("tables");
            line("  #- source: shop.orders   # " + S1Spec.FILL_IN + ": " + words.of("yaml.noTable"));
        }
        String targetTemplate = targetTemplate();
        String batchTemplate = batchTemplate();
        String streamTemplate = streamTemplate();
        for (S1Table table : tables) {
            line("  - source: " + source(table));
            if (table.sharded() || !table.fill(targetTemplate).equals(table.target())) {
                line("    target: " + YamlText.scalar(table.target()));
            }
            if (!table.batchTopic().isEmpty() && !table.fill(batchTemplate).equals(table.batchTopic())) {
                line("    topic: " + YamlText.scalar(table.batchTopic()));
            }
            if (!table.streamTopic().isEmpty() && !table.fill(streamTemplate).equals(table.streamTopic())) {
                line("    streamTopic: " + YamlText.scalar(table.streamTopic()));
            }
            if (!table.key().isEmpty()) {
                line("    key: " + list(table.key()));
            }
            Map<String, String> renamed = S1Spec.renamed(table);
            if (!renamed.isEmpty()) {
                line("    columns:");
                renamed.forEach(
                        (source, target) -> line("      " + YamlText.scalar(source) + ": " + YamlText.scalar(target)));
            }
            new TreeSet<>(table.notes().stream().map(words::of).toList()).forEach(note -> say("    ", note));
        }
    }

    private static String source(S1Table table) {
        ShardExpression shards = table.shards();
        if (shards == null) {
            return table.sharded()
                    ? list(table.names())
                    : YamlText.scalar(table.names().get(0));
        }
        return "{"
                + (shards.databases().isEmpty() ? "" : "databases: " + YamlText.quoted(shards.databases()) + ", ")
                + "tables: " + YamlText.quoted(shards.tables()) + "}";
    }

    private static String list(List<String> names) {
        return names.stream().map(YamlText::scalar).collect(Collectors.joining(", ", "[", "]"));
    }

    private void leftOut() {
        if (!leftOut.isEmpty()) {
            text.append('\n');
            comment("", "yaml.leftOut");
            leftOut.forEach(table -> say("", "- " + table.target() + ": " + words.of(table.reason())));
        }
    }

    private List<String> jobs(Function<JobFile, String> what) {
        return folder.jobs().stream()
                .filter(JobFile::toKafka)
                .filter(job -> mysql.isEmpty() || job.addresses().contains(mysql))
                .map(what)
                .toList();
    }

    private List<String> connectors(String key) {
        return folder.connectors().stream()
                .filter(connector -> {
                    String other = connector.at().at("starrocks.database.name").text();
                    return database.isEmpty() || other.isEmpty() || other.equals(database);
                })
                .map(connector -> connector.at().at(key).text())
                .toList();
    }

    /** The one value that all files have; where they differ nobody can choose but the operator. */
    private static String one(List<String> values) {
        List<String> different = S1Spec.different(values);
        return different.size() == 1 ? different.get(0) : "";
    }

    private void section(String name) {
        text.append('\n');
        line(name + ":");
        section = name;
    }

    private void value(String key, String value) {
        line("  " + key + ": " + value);
    }

    private void value(String key, String value, String why) {
        line("  " + key + ": " + value + "   # " + YamlText.comment(words.of(why)));
    }

    private void valueOrFill(String key, String value, String example, String what) {
        if (value.isEmpty()) {
            fill(key, example, what);
        } else {
            value(key, YamlText.scalar(value));
        }
    }

    /** A line that becomes a setting when its first sign is taken away. */
    private void fill(String key, String example, String what) {
        toFill.add(section + "." + key);
        line("  #" + key + ": " + example + "   # " + S1Spec.FILL_IN + ": " + YamlText.comment(words.of(what)));
    }

    /**
     * A reference: the one that all files have, or a variable of ours.
     *
     * @param found what the files have, secrets perhaps
     * @param inClear what to say of a secret that stood in a file
     */
    private void secret(String key, List<String> found, String variable, String inClear) {
        String reference = reference(one(found));
        if (reference.isEmpty()) {
            variables.add(variable);
            boolean told = found.stream().anyMatch(InlineSecrets::isSecret);
            value(key, "env:" + variable, told ? inClear : "yaml.notTold");
        } else {
            if (reference.startsWith("env:")) {
                variables.add(reference.substring("env:".length()));
            }
            value(key, YamlText.scalar(reference), "yaml.asBefore");
        }
    }

    /** Ours, or one that a Connect worker resolves, in our words; empty for everything else. */
    private static String reference(String text) {
        if (SecretReference.isReference(text)) {
            return text;
        }
        Matcher worker = WORKER_REFERENCE.matcher(text);
        if (!worker.matches()) {
            return "";
        }
        return worker.group(1) != null ? "env:" + worker.group(1) : "file:" + worker.group(2) + "/" + worker.group(3);
    }

    private void comment(String margin, String key, Object... arguments) {
        say(margin, words.of(key, arguments));
    }

    private void say(String margin, String sentence) {
        line(margin + "# " + YamlText.comment(sentence));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
