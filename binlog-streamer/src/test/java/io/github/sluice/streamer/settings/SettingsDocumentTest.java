package io.github.sluice.streamer.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.Readme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** streamer.yaml in the manual, in the template and in the code. */
class SettingsDocumentTest {
    private static final Path TEMPLATE = Readme.TEMPLATES.resolve("streamer/streamer.yaml");

    @TempDir
    private Path folder;

    /** Every key that the code asks for, without the sections that hold others. */
    private static Set<String> known() {
        Set<String> asked = new LinkedHashSet<>();
        SettingsFile.read(TEMPLATE, asked::add);
        return asked.stream()
                .filter(key ->
                        asked.stream().noneMatch(other -> other.startsWith(key + ".") || other.startsWith(key + "[].")))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Test
    void theManualListsExactlyTheKeysThatAreKnown() throws Exception {
        assertThat(Readme.table("## streamer.yaml"))
                .extracting(cells -> cells[0])
                .containsExactlyInAnyOrderElementsOf(known());
    }

    @Test
    void theTemplateHoldsEveryKey() throws Exception {
        String template = Files.readString(TEMPLATE);
        for (String key : known()) {
            String last = key.substring(key.lastIndexOf('.') + 1);
            assertThat(template).as(key).containsPattern("(?m)^\\s*(- )?" + last + ":");
        }
    }

    @Test
    void whatTheManualCallsRequiredIsRequired() throws Exception {
        Path empty = Files.writeString(folder.resolve("streamer.yaml"), "sources: [{}]\n");
        Failure failure = catchThrowableOfType(Failure.class, () -> SettingsFile.read(empty));
        Set<String> required = failure.getMessage()
                .lines()
                .filter(line -> line.contains(": is required"))
                .map(line -> line.strip().replaceAll(":.*", "").replace("[0]", "[]"))
                .collect(Collectors.toSet());

        assertThat(Readme.table("## streamer.yaml").stream()
                        .filter(cells -> cells[1].equals("yes"))
                        .map(cells -> cells[0]))
                .containsExactlyInAnyOrderElementsOf(required);
    }

    @Test
    void theDefaultsOfTheManualAreThoseInEffect() throws Exception {
        Path least = Files.writeString(folder.resolve("streamer.yaml"), """
                name: n
                sources: [{name: s, hosts: h, username: u, password: env:P, serverId: 1}]
                kafka: {bootstrapServers: "k:1"}
                encryption: {key: env:K}
                tables: t
                """);
        StreamerSettings settings = SettingsFile.read(least);
        Map<String, String> inEffect = new LinkedHashMap<>();
        inEffect.put("sources[].timeZone", settings.sources().get(0).timeZone());
        inEffect.put("kafka.replicationFactor", "" + settings.kafka().replicationFactor());
        inEffect.put(
                "encryption.envelope", settings.encryption().envelope().name().toLowerCase(Locale.ROOT));
        inEffect.put("positions.topic", settings.positions().topic());
        inEffect.put("http.bind", settings.http().bind());
        inEffect.put("http.port", "" + settings.http().port());
        inEffect.put("commit.rows", "" + settings.commit().rows());
        inEffect.put("commit.interval", seconds(settings.commit().interval()));
        inEffect.put("health.stuckAfter", seconds(settings.health().stuckAfter()));
        inEffect.put("log.file", folder.relativize(settings.log().file()).toString());

        Map<String, String> documented = new LinkedHashMap<>();
        List<String[]> rows = Readme.table("## streamer.yaml");
        rows.stream()
                .filter(cells -> !cells[2].isBlank())
                .forEach(cells -> documented.put(cells[0], cells[2].replace("`", "")));
        assertThat(documented).isEqualTo(inEffect);
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "s";
    }
}
