package io.github.sluice.coordinator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.github.sluice.coordinator.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors complete by says what the reader does, neither more keys nor fewer. */
class SluiceSchemaTest {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Every section, on a machine that reaches everything. */
    private static final String WHOLE = """
            name: test
            source: {host: m, username: u, password: "env:P"}
            kafka: {bootstrapServers: "k:9092", properties: {a: true}}
            encryption: {key: "env:K", envelope: v2, frame: {rows: 10}}
            datax: {command: datax}
            connect: {url: "http://c:8083"}
            starrocks: {http: "f:8030", query: "f:9030", username: root, database: ods}
            policy: {restarts: 0}
            tables: [{source: a.b}]
            """;

    @TempDir
    Path folder;

    private static JsonNode document() {
        try {
            return new ObjectMapper().readTree(resource("sluice.schema.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = SettingsFile.class.getResourceAsStream("/sluice/templates/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<ValidationMessage> faults(String yaml) {
        try {
            JsonSchema schema = FACTORY.getSchema(document());
            return schema.validate(YAML.readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SluiceSettings read(String yaml, KnownKeys known) {
        try {
            return SettingsFile.read(Files.writeString(folder.resolve("sluice.yaml"), yaml), known);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void itIsASchemaOfItsDraft() {
        assertThat(document().get("$schema").asText()).isEqualTo(SchemaId.V202012);
        assertThat(FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012)).validate(document()))
                .isEmpty();
    }

    @Test
    void itHasTheKeysThatTheReaderKnows() {
        KnownKeys known = new KnownKeys();
        String template = resource("sluice.yaml")
                .replaceAll("(?m)^  envelope: v1", "  envelope: v2")
                .replaceAll("(?m)^  # frame:", "  frame:");
        read(template, known);
        Map<String, Set<String>> keys = new TreeMap<>();
        collect("", document(), keys);
        assertThat(keys).isEqualTo(known.byMapping());
        assertThat(keys.get("tables[]")).contains("include", "exclude", "mask", "types", "shards");
        assertThat(keys).containsKeys("", "encryption.frame", "streamer", "tables[].source");
    }

    /** The keys of each mapping that the schema describes. */
    private static void collect(String path, JsonNode schema, Map<String, Set<String>> keys) {
        if (schema.has("$ref")) {
            collect(path, document().at(schema.get("$ref").asText().substring(1)), keys);
        }
        if (schema.path("additionalProperties").isBoolean()) {
            schema.get("properties").fields().forEachRemaining(property -> {
                keys.computeIfAbsent(path, any -> new TreeSet<>()).add(property.getKey());
                collect(path.isEmpty() ? property.getKey() : path + "." + property.getKey(), property.getValue(), keys);
            });
        }
        schema.path("anyOf").forEach(one -> collect(path, one, keys));
        if (schema.has("items")) {
            collect(path + "[]", schema.get("items"), keys);
        }
    }

    @Test
    void everyKeyIsDescribed() {
        assertThat(undescribed("", document(), new TreeSet<>())).isEmpty();
    }

    private static Set<String> undescribed(String path, JsonNode schema, Set<String> found) {
        schema.path("properties").fields().forEachRemaining(property -> {
            String key = path + "." + property.getKey();
            boolean described =
                    !property.getValue().path("description").asText().isEmpty();
            if (!described && schema.path("additionalProperties").isBoolean()) {
                found.add(key);
            }
            undescribed(key, property.getValue(), found);
        });
        schema.path("$defs").fields().forEachRemaining(one -> undescribed(one.getKey(), one.getValue(), found));
        schema.path("anyOf").forEach(one -> undescribed(path, one, found));
        return found;
    }

    @Test
    void theTemplateNamesItAndIsRightByIt() {
        String template = resource("sluice.yaml");
        assertThat(template).startsWith("# yaml-language-server: $schema=sluice.schema.json\n");
        assertThat(faults(template)).isEmpty();
        assertThat(faults(WHOLE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{source: a.b, target: 2026, key: id, columns: {a: 1}}",
                "{source: [a.b, a.c], target: t, shards: union, key: [table_name, id]}",
                "{source: {databases: a, tables: b}, target: t}",
                "{source: {tables: 'a\\.b'}, target: t, include: [x, y]}",
                "{source: a.b, mask: {a: hash, b: null, c: 'null', d: 'fixed:x y'}, exclude: z}",
                "{source: a.b, types: {a: bigint, b: 'decimal(20, 6)', c: VARCHAR(10)}, deletes: ignore}",
            })
    void whatTheReaderTakesIsRightByItToo(String table) {
        String yaml = WHOLE.replace("{source: a.b}", table);
        read(yaml, new KnownKeys());
        assertThat(faults(yaml)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "name: test|name: te st",
                "name: test|names: test",
                "host: m|port: 3307",
                "host: m|host: m, jdbcUrl: 'jdbc:mysql://m:1'",
                "host: m|host: m, port: 0",
                "host: m|host: m, timeZone: Asia/Shanghai",
                "password: \"env:P\"|password: hunter2",
                "key: \"env:K\"|key: 'env:'",
                "bootstrapServers: \"k:9092\"|bootstrapServers: k",
                "properties: {a: true}|properties: {ssl.key.password: hunter2}",
                "properties: {a: true}|topicConfig: {cleanup.policy: compact}",
                "envelope: v2|envelope: v1",
                "frame: {rows: 10}|frame: {rows: many}",
                "command: datax|channels: 3",
                "url: \"http://c:8083\"|url: 'ftp://c'",
                "url: \"http://c:8083\"|url: 'http://c', stallLimit: 90",
                "database: ods|database: 1ods",
                "policy: {restarts: 0}|policy: {cutover: later}",
                "policy: {restarts: 0}|policy: {batchTopic: 'ttl:0'}",
                "policy: {restarts: 0}|policy: {signoff: {approvers: 3}}",
                "policy: {restarts: 0}|policy: {signoff: {keys: {alice: short}}}",
                "policy: {restarts: 0}|policy: {signoff: {expires: 90}}",
                "policy: {restarts: 0}|policy: {signoff: {waivers: often}}",
                "policy: {restarts: 0}|streamer: {name: 'a b', source: s, tables: t}",
                "policy: {restarts: 0}|control: {topic: 'a b'}",
                "policy: {restarts: 0}|parallel: {snapshots: 0}",
                "policy: {restarts: 0}|parallel: {order: random}",
                "policy: {restarts: 0}|throttle: {kafkaDisk: 85}",
                "policy: {restarts: 0}|throttle: {versions: 0}",
                "policy: {restarts: 0}|throttle: {wait: 90}",
                "[{source: a.b}]|[]",
                "[{source: a.b}]|[{target: t}]",
                "{source: a.b}|{source: ab}",
                "{source: a.b}|{source: [a.b, a.b], target: t}",
                "{source: a.b}|{source: [a.b, a.c]}",
                "{source: a.b}|{source: {databases: a}, target: t}",
                "{source: a.b}|{source: {tables: b, table: c}, target: t}",
                "{source: a.b}|{source: a.b, shards: union}",
                "{source: a.b}|{source: a.b, include: [x], exclude: [y]}",
                "{source: a.b}|{source: a.b, include: []}",
                "{source: a.b}|{source: a.b, key: [x, x]}",
                "{source: a.b}|{source: a.b, mask: {a: md5}}",
                "{source: a.b}|{source: a.b, types: {a: unsigned int}}",
                "{source: a.b}|{source: a.b, deletes: maybe}",
            })
    void whatTheReaderRefusesIsWrongByItToo(String right, String wrong) {
        String yaml = WHOLE.replace(right, wrong);
        assertThat(yaml).isNotEqualTo(WHOLE);
        assertThatThrownBy(() -> read(yaml, new KnownKeys()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("fault");
        assertThat(faults(yaml)).isNotEmpty();
    }
}
