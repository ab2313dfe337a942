package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.testbed.datax.PluginManual;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manual says what the code does. */
class DocumentTest {
    private static final PluginManual CHINESE = new PluginManual(Path.of("doc", "kafkawriter.md"));
    private static final PluginManual ENGLISH = new PluginManual(Path.of("doc", "kafkawriter_en.md"));

    private static List<String> documentedParameters(PluginManual document, String yes, String none) throws Exception {
        return document.rows().stream()
                .filter(cells -> !cells[0].startsWith("`KafkaWriter"))
                .map(cells -> cells[0].replace("`", "") + " " + cells[1].equals(yes) + " "
                        + (cells[2].equals(none) ? "" : cells[2].replaceAll("^`|`$", "")))
                .toList();
    }

    @Test
    void theParameterTablesAreTheSettings() throws Exception {
        List<String> expected = KafkaWriterSettings.PARAMETERS.stream()
                .map(p -> p.name() + " " + p.required() + " " + p.defaultText())
                .toList();
        assertThat(documentedParameters(CHINESE, "是", "无")).isEqualTo(expected);
        assertThat(documentedParameters(ENGLISH, "yes", "none")).isEqualTo(expected);
    }

    @Test
    void theDefaultsInTheTablesAreTheDefaultsInEffect() {
        KafkaWriterSettings settings = Jobs.settings();
        assertThat(settings.attempt).isEqualTo(1);
        assertThat(settings.writeType).isEqualTo(WriteType.TEXT);
        assertThat(settings.fieldDelimiter).isEqualTo("\t");
        assertThat(settings.lineDelimiter).isEqualTo("\n");
        assertThat(settings.nullFormat).isEqualTo("\\N");
        assertThat(settings.noTopicCreate).isFalse();
        assertThat(settings.prepareTimeout).hasMillis(60_000);
        assertThat(settings.closeTimeout).hasMillis(30_000);
        assertThat(settings.keyColumns).isEmpty();
        assertThat(settings.topicConfig).isEmpty();
        assertThat(settings.producer.forProducer("c")).doesNotContainKey("retries");
    }

    @Test
    void theCatalogueHasEveryErrorCodeOnce() throws Exception {
        List<String> codes = new ArrayList<>();
        Stream.of(KafkaWriterErrorCode.values())
                .map(KafkaWriterErrorCode::getCode)
                .forEach(codes::add);
        codes.addAll(List.of("KafkaWriterHook-01", "KafkaWriterHook-02"));
        for (PluginManual document : List.of(CHINESE, ENGLISH)) {
            assertThat(document.rows().stream()
                            .map(cells -> cells[0].replace("`", ""))
                            .filter(cell -> cell.startsWith("KafkaWriter")))
                    .containsExactlyElementsOf(codes);
        }
    }

    @Test
    void everyErrorCodePrintsCodeAndRemedy() {
        assertThat(KafkaWriterErrorCode.values())
                .extracting(KafkaWriterErrorCode::getCode)
                .doesNotHaveDuplicates();
        assertThat(Arrays.stream(KafkaWriterErrorCode.values()))
                .allSatisfy(code -> assertThat(code.toString()).contains(code.getCode(), code.getDescription()));
    }

    @Test
    void bothLanguagesHaveTheSameJobs() throws Exception {
        assertThat(ENGLISH.jobs()).isEqualTo(CHINESE.jobs()).hasSize(2);
    }

    @Test
    void theTemplateHasOnlyKnownParameters() throws Exception {
        Configuration template =
                Configuration.from(Files.readString(Path.of("src", "main", "datax", "plugin_job_template.json")));
        Configuration parameters = template.getConfiguration("parameter");
        parameters.set(Key.TOPIC, "t");
        parameters.set(Key.ENCRYPTION_KEY, Jobs.HEX_KEY);

        assertThat(template.getString("name")).isEqualTo("kafkawriter");
        assertThat(KafkaWriterSettings.from(parameters).warnings)
                .as("only the key, which this test gives in clear")
                .hasSize(1);
    }
}
