package io.github.sluice.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SinkSettingsTest {
    /** As the first post's generator writes it (inventory #89 to #100), but for the class. */
    private static Map<String, String> published() {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", "mzt_ods_cjm_stream.ods_test_1-connect");
        settings.put("connector.class", "io.github.sluice.connect.StarRocksSinkConnector");
        settings.put("topics", "mzt_ods_cjm_stream.ods_test_1");
        settings.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.put("key.converter.schemas.enable", "true");
        settings.put("value.converter.schemas.enable", "false");
        settings.put("starrocks.http.url", "10.0.0.1:8050,10.0.0.2:8050,10.0.0.3:8050");
        settings.put("starrocks.topic2table.map", "mzt_ods_cjm_stream.ods_test_1:ods_test_1");
        settings.put("starrocks.username", "root");
        settings.put("starrocks.password", "s3cret");
        settings.put("starrocks.database.name", "ods_cjm");
        settings.put("sink.properties.strip_outer_array", "true");
        settings.put("sink.properties.columns", "id,name,__op");
        settings.put("sink.properties.jsonpaths", "[\"$.id\",\"$.name\",\"$.__op\"]");
        settings.put("transforms", "decrypt");
        settings.put("transforms.decrypt.type", "com.starrocks.connector.kafka.transforms.DecryptJsonTransformation");
        settings.put("transforms.decrypt.secret.key", "env:SLUICE_KEY");
        return settings;
    }

    @Test
    void thePublishedConfigurationIsTaken() {
        SinkSettings settings = SinkSettings.from(published());

        assertThat(settings.tables().tableOf("mzt_ods_cjm_stream.ods_test_1")).isEqualTo("ods_test_1");
        assertThat(settings.cluster().queryHosts()).containsExactly("10.0.0.1:9030", "10.0.0.2:9030", "10.0.0.3:9030");
        assertThat(settings.loadProperties().of("ods_test_1"))
                .containsEntry("columns", "id,name,__op")
                .containsEntry("strict_mode", "true");
        assertThat(settings.cluster().loadTimeout()).isEqualTo(Duration.ofSeconds(600));
        assertThat(settings.deadLetters()).isFalse();
    }

    @Test
    void defaultsAreTheDocumentedOnes() {
        SinkSettings settings = SinkSettings.from(published());

        assertThat(settings.maxBytes()).isEqualTo(33_554_432);
        assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.maxRetries()).isEqualTo(10);
        assertThat(settings.maxRows()).isEqualTo(200_000);
        assertThat(settings.bufferMemory()).isEqualTo(268_435_456);
        assertThat(settings.loadThreads()).isEqualTo(2);
        assertThat(settings.refusedRowsMax()).isEqualTo(1000);
        assertThat(settings.sessionTimeout())
                .as("of the Kafka 3.9 client in this test")
                .isEqualTo(Duration.ofSeconds(45));
        assertThat(settings.waitForUnfinishedLoads()).isFalse();
        assertThat(settings.tombstonesFail()).isFalse();
        assertThat(settings.labels().connectorPrefix()).matches("sluice-[0-9a-f]{8}-");
    }

    @Test
    void everySettingIsRead() {
        Map<String, String> settings = published();
        settings.put("starrocks.query.url", "q1:9031,q2:9031");
        settings.put("bufferflush.maxbytes", "94371840");
        settings.put("bufferflush.intervalms", "1000");
        settings.put("connect.timeoutms", "1000");
        settings.put("sink.maxretries", "-1");
        settings.put("sink.properties.timeout", "120");
        settings.put("sink.properties.Strict_Mode", "false");
        settings.put("sluice.unfinished.loads", "wait");
        settings.put("sluice.tombstones", "fail");
        settings.put("sluice.label.prefix", "dc2");
        settings.put("consumer.override.session.timeout.ms", "10000");
        settings.put("errors.tolerance", "all");
        settings.put("errors.deadletterqueue.topic.name", "dead");

        SinkSettings checked = SinkSettings.from(settings);
        assertThat(checked.cluster().queryHosts()).containsExactly("q1:9031", "q2:9031");
        assertThat(checked.maxBytes()).isEqualTo(94371840);
        assertThat(checked.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(checked.maxRetries()).isEqualTo(-1);
        assertThat(checked.cluster().loadTimeout()).isEqualTo(Duration.ofSeconds(120));
        assertThat(checked.loadProperties().of("ods_test_1")).containsEntry("strict_mode", "false");
        assertThat(checked.waitForUnfinishedLoads()).isTrue();
        assertThat(checked.tombstonesFail()).isTrue();
        assertThat(checked.labels().connectorPrefix()).startsWith("dc2-");
        assertThat(checked.sessionTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(checked.deadLetters()).isTrue();

        settings.put("sluice.session.timeout.ms", "20000");
        assertThat(SinkSettings.from(settings).sessionTimeout()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void allFaultsAreReportedAtOnceWithKeyRuleAndValueButNoPassword() {
        Map<String, String> settings = published();
        settings.put("topics", "a,b");
        settings.put("starrocks.topic2table.map", "a:t,nocolon,c:t");
        settings.put("starrocks.http.url", "fe1");
        settings.put("starrocks.query.url", "q1");
        settings.put("bufferflush.intervalms", "5");
        settings.put("sink.properties.format", "csv");
        settings.put("sink.properties.label", "mine");
        settings.put("sluice.tombstones", "delete");
        settings.remove("starrocks.database.name");

        assertThatThrownBy(() -> SinkSettings.from(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("starrocks.topic2table.map: each entry must be topic:table, found 'nocolon'")
                .hasMessageContaining("starrocks.topic2table.map: each topic named must be one of 'topics', found 'c'")
                .hasMessageContaining("found 'b is missing'")
                .hasMessageContaining("starrocks.http.url: must be host:port")
                .hasMessageContaining("starrocks.query.url: must be host:port, found 'q1'")
                .hasMessageContaining("bufferflush.intervalms")
                .hasMessageContaining("sink.properties.format: must be json")
                .hasMessageContaining("sink.properties.label: is set by the connector itself")
                .hasMessageContaining("sluice.tombstones")
                .hasMessageContaining("starrocks.database.name")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sink.properties.where | id > 5 | silently
            sink.properties.compression | gzip | not supported
            sink.properties.timeout | soon | whole seconds
            sink.properties.timeout | 0 | 1 s to 259200 s
            sink.properties.jsonpaths | $.a | JSON array
            sink.properties.jsonpaths | ["$.id","$.name"] | as many columns
            sluice.table.properties.x | y | TABLE.PROPERTY
            sluice.label.prefix | a-b | letters and digits
            consumer.override.session.timeout.ms | long | milliseconds
            """)
    void eachFaultNamesItsKeyAndRule(String key, String value, String rule) {
        Map<String, String> settings = published();
        settings.put(key, value);

        assertThatThrownBy(() -> SinkSettings.from(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key.startsWith("sink.properties.jsonpaths") ? "sink.properties." : key)
                .hasMessageContaining(rule);
    }

    @Test
    void aHeaderThatWouldBreakTheRequestIsRefused() {
        Map<String, String> settings = published();
        settings.put("sink.properties.columns", "id,name,__op\r\nlabel: x");

        assertThatThrownBy(() -> SinkSettings.from(settings)).hasMessageContaining("control characters");
    }

    @Test
    void sessionTimeoutsFollowTheWorkersKafka() {
        assertThat(SinkSettings.defaultSessionTimeout("2.8.2")).isEqualTo(Duration.ofSeconds(10));
        assertThat(SinkSettings.defaultSessionTimeout("3.0.0")).isEqualTo(Duration.ofSeconds(45));
        assertThat(SinkSettings.defaultSessionTimeout("4.1.0")).isEqualTo(Duration.ofSeconds(45));
        assertThat(SinkSettings.defaultSessionTimeout("unknown")).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void thePasswordIsOneToConnect() {
        ConfigDef def = new StarRocksSinkConnector().config();

        assertThat(def.configKeys().get("starrocks.password").type()).isEqualTo(ConfigDef.Type.PASSWORD);
        assertThat(SinkSettings.from(published()).cluster().toString()).doesNotContain("s3cret");
    }

    @Test
    void connectsRestValidationTellsTheSameFaults() {
        Map<String, String> settings = published();
        settings.put("starrocks.topic2table.map", "other:t");
        settings.put("sink.properties.format", "csv");

        List<ConfigValue> values =
                new StarRocksSinkConnector().validate(settings).configValues();
        assertThat(values)
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactlyInAnyOrder("starrocks.topic2table.map", "sink.properties.format");
    }

    @Test
    void eachTaskKnowsItsNumber() {
        StarRocksSinkConnector connector = new StarRocksSinkConnector();
        connector.start(published());

        assertThat(connector.taskConfigs(3))
                .extracting(config -> SinkSettings.from(config).taskIndex())
                .containsExactly(0, 1, 2);
    }
}
