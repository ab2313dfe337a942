package io.github.sluice.coordinator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words in both languages, and the manual, are of exactly the checks that there are. */
class DoctorWordsTest {
    private static Properties properties(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = DoctorWordsTest.class.getResourceAsStream("/" + name)) {
            assertThat(in).as(name).isNotNull();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return properties;
    }

    @Test
    void bothLanguagesHaveTheSameKeysAndEveryCheckItsWords() throws IOException {
        Properties english = properties("sluice-doctor.properties");
        Properties chinese = properties("sluice-doctor_zh.properties");
        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        Set<String> wanted = new HashSet<>();
        for (String id : Doctor.ids().keySet()) {
            wanted.add(id + ".expected");
            wanted.add(id + ".fix");
        }
        Set<String> found = new TreeSet<>(english.stringPropertyNames());
        found.removeIf(key -> !key.endsWith(".expected") && !key.endsWith(".fix"));
        assertThat(found).isEqualTo(new TreeSet<>(wanted));
        for (String key : english.stringPropertyNames()) {
            assertThat(english.getProperty(key)).as(key).isNotBlank();
            assertThat(chinese.getProperty(key)).as(key).isNotBlank();
        }
    }

    @Test
    void everyReasonThatTheChecksGiveHasWords() throws IOException {
        Pattern given = Pattern.compile("skipped\\(\\s*\"([a-z-]+)\"");
        Set<String> reasons = new TreeSet<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/github/sluice/coordinator/doctor"))) {
            for (Path source : sources.toList()) {
                Matcher matcher = given.matcher(Files.readString(source));
                while (matcher.find()) {
                    reasons.add(matcher.group(1));
                }
            }
        }
        assertThat(reasons).hasSizeGreaterThan(8);
        for (Locale locale : List.of(Locale.ROOT, Locale.SIMPLIFIED_CHINESE)) {
            DoctorWords words = new DoctorWords(locale);
            reasons.forEach(
                    reason -> assertThat(words.skipped(reason)).as(reason).isNotBlank());
        }
    }

    @Test
    void theManualNamesEveryCheckWithItsSeverityAndWordsAndNoOther() throws IOException {
        List<String> documented = Files.readAllLines(Path.of("..", "docs", "doctor.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        DoctorWords words = new DoctorWords(Locale.ROOT);
        List<String> rows = new ArrayList<>();
        Doctor.ids()
                .forEach((id, severity) -> rows.add(
                        "| `" + id + "` | " + severity + " | " + words.expected(id) + " | " + words.fix(id) + " |"));
        assertThat(documented).containsExactlyInAnyOrderElementsOf(rows);
    }
}
