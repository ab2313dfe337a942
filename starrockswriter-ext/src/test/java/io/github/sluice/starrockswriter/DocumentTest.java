package io.github.sluice.starrockswriter;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.testbed.datax.PluginManual;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manual says what the code does. */
class DocumentTest {
    private static final PluginManual CHINESE = new PluginManual(Path.of("doc", "starrockswriterext.md"));
    private static final PluginManual ENGLISH = new PluginManual(Path.of("doc", "starrockswriterext_en.md"));

    private static List<String> documentedParameters(PluginManual document, String yes, String none) throws Exception {
        return document.rows().stream()
                .filter(cells -> !cells[0].startsWith("`StarRocksWriter") && !cells[0].startsWith("`KafkaWriterHook"))
                .map(cells -> cells[0].replace("`", "") + " " + cells[1].equals(yes) + " "
                        + (cells[2].equals(none) ? "" : cells[2].replaceAll("^`|`$", "")))
                .toList();
    }

    @Test
    void theParameterTablesAreTheSettings() throws Exception {
        List<String> expected = StarRocksWriterSettings.PARAMETERS.stream()
                .map(p -> p.name() + " " + p.required() + " " + p.defaultText())
                .toList();
        assertThat(documentedParameters(CHINESE, "是", "无")).isEqualTo(expected);
        assertThat(documentedParameters(ENGLISH, "yes", "none")).isEqualTo(expected);
    }

    @Test
    void theDefaultsInTheTablesAreTheDefaultsInEffect() {
        StarRocksWriterSettings settings = Jobs.settings();
        assertThat(settings.preSql).isEmpty();
        assertThat(settings.postSql).isEmpty();
        assertThat(settings.keyColumns).isEmpty();
        assertThat(settings.maxBatchRows).isEqualTo(500_000);
        assertThat(settings.maxBatchSize).isEqualTo(33_554_432);
        assertThat(settings.flushInterval).isZero();
        assertThat(settings.labelPrefix).isEqualTo("sluice");
        assertThat(settings.maxRetries).isEqualTo(3);
        assertThat(settings.replyTimeout).hasMillis(120_000);
        assertThat(settings.visibleTimeout).hasMillis(120_000);
        assertThat(settings.attempt).isEqualTo(1);
    }

    @Test
    void everyNameInKeyIsAParameter() throws Exception {
        List<String> names = new ArrayList<>();
        for (var field : Key.class.getFields()) {
            names.add((String) field.get(null));
        }
        assertThat(StarRocksWriterSettings.PARAMETERS)
                .extracting(p -> p.name())
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void theCatalogueHasEveryErrorCodeOnce() throws Exception {
        List<String> codes = new ArrayList<>();
        Stream.of(StarRocksWriterErrorCode.values())
                .map(StarRocksWriterErrorCode::getCode)
                .forEach(codes::add);
        codes.addAll(List.of("KafkaWriterHook-01", "KafkaWriterHook-02"));
        for (PluginManual document : List.of(CHINESE, ENGLISH)) {
            assertThat(document.rows().stream()
                            .map(cells -> cells[0].replace("`", ""))
                            .filter(cell -> cell.matches("(StarRocksWriterExt|KafkaWriterHook)-\\d+")))
                    .containsExactlyElementsOf(codes);
        }
    }

    @Test
    void bothLanguagesHaveTheSameJobsAndTheWriterTakesThem() throws Exception {
        List<String> jobs = CHINESE.jobs();
        assertThat(ENGLISH.jobs()).isEqualTo(jobs).hasSize(2);
        for (String job : jobs) {
            Configuration writer = Configuration.from(job).getConfiguration("job.content[0].writer");
            assertThat(writer.getString("name")).isEqualTo("starrockswriterext");
            Configuration parameters = writer.getConfiguration("parameter");
            parameters.set(Key.PASSWORD, "");
            assertThat(StarRocksWriterSettings.from(parameters).loadUrls).isNotEmpty();
        }
    }

    @Test
    void theTemplateHasOnlyKnownParameters() throws Exception {
        Configuration template =
                Configuration.from(Files.readString(Path.of("src", "main", "datax", "plugin_job_template.json")));
        Configuration parameters = template.getConfiguration("parameter");
        parameters.set(Key.USERNAME, "u");
        parameters.set(Key.PASSWORD, "");
        parameters.set(Key.DATABASE, "d");
        parameters.set(Key.TABLE, "t");

        assertThat(template.getString("name")).isEqualTo("starrockswriterext");
        assertThat(StarRocksWriterSettings.from(parameters).warnings).isEmpty();
    }
}
