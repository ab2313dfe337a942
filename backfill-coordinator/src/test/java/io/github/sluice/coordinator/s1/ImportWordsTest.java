package io.github.sluice.coordinator.s1;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.s1.S1Folder.Reason;
import io.github.sluice.coordinator.s1.ShardExpression.Oddity;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ImportWordsTest {
    private static final ImportWords ENGLISH = new ImportWords(Locale.ROOT);
    private static final ImportWords CHINESE = new ImportWords(Locale.SIMPLIFIED_CHINESE);

    @Test
    void bothLanguagesSayTheSameThings() throws IOException {
        Properties english = properties("sluice-import-s1.properties");
        Properties chinese = properties("sluice-import-s1_zh.properties");
        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        Pattern argument = Pattern.compile("\\{\\d}");
        for (String key : english.stringPropertyNames()) {
            assertThat(argument.matcher(chinese.getProperty(key))
                            .results()
                            .map(found -> found.group())
                            .sorted())
                    .as(key)
                    .containsExactlyElementsOf(argument.matcher(english.getProperty(key))
                            .results()
                            .map(found -> found.group())
                            .sorted()
                            .toList());
        }
        assertThat(CHINESE.of("column.fault")).isEqualTo("故障");
    }

    @Test
    void everyFaultReasonAndOddityHasWords() throws IOException {
        Properties english = properties("sluice-import-s1.properties");
        for (KnownFault fault : KnownFault.values()) {
            assertThat(ENGLISH.title(fault)).as(fault.name()).isNotBlank();
            assertThat(ENGLISH.instead(fault)).as(fault.name()).isNotBlank();
            assertThat(CHINESE.title(fault)).as(fault.name()).isNotEqualTo(ENGLISH.title(fault));
        }
        for (Reason reason : Reason.values()) {
            assertThat(english).containsKey("unreadable." + reason.name());
        }
        for (Oddity oddity : Oddity.values()) {
            assertThat(english).containsKey("note." + oddity.name().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void theManualHasEveryFaultInTheseWordsAndNoOther() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../docs/import-s1.md")).stream()
                .filter(line -> line.startsWith("| #"))
                .toList();
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(java.util.Arrays.stream(KnownFault.values())
                        .map(fault -> "| #" + fault.number() + " | " + ENGLISH.title(fault) + " | "
                                + ENGLISH.instead(fault) + " |")
                        .toList());
    }

    private static Properties properties(String name) throws IOException {
        Properties properties = new Properties();
        try (var in =
                new InputStreamReader(ImportWords.class.getResourceAsStream("/" + name), StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        return properties;
    }
}
