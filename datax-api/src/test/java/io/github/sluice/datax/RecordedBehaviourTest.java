package io.github.sluice.datax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our API gives the outcomes that a real DataX gave. They are kept as data, recorded from an installation by
 * {@code -Ddatax.home=DIR -Ddatax.record=FOLDER}; with {@code -Ddatax.home} alone that installation is asked again.
 */
class RecordedBehaviourTest {
    private final Locale locale = Locale.getDefault();
    private final TimeZone zone = TimeZone.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(locale);
        TimeZone.setDefault(zone);
    }

    @ParameterizedTest
    @ValueSource(classes = {ColumnMatrix.class, ConfigurationMatrix.class, UtilityMatrix.class})
    void ourOutcomesAreTheRecordedOnes(Class<?> matrix) throws Exception {
        try (URLClassLoader ours = RealDatax.ourLoader()) {
            assertSame(RealDatax.outcomes(matrix, ours), recorded(matrix));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {ColumnMatrix.class, ConfigurationMatrix.class, UtilityMatrix.class})
    void theRealOutcomesAreTheRecordedOnes(Class<?> matrix) throws Exception {
        assumeThat(RealDatax.home())
                .as("no real DataX to ask: give -Ddatax.home=DIR")
                .isPresent();
        try (URLClassLoader real = RealDatax.realLoader(RealDatax.home().orElseThrow())) {
            Map<String, String> outcomes = RealDatax.outcomes(matrix, real);
            String folder = System.getProperty("datax.record");
            if (folder != null) {
                write(outcomes, Path.of(folder).resolve(matrix.getSimpleName() + ".tsv"));
                return;
            }
            assertSame(outcomes, recorded(matrix));
        }
    }

    private static void assertSame(Map<String, String> found, Map<String, String> recorded) {
        List<String> differences = new ArrayList<>();
        recorded.forEach((call, outcome) -> {
            String other = String.valueOf(found.get(call));
            if (!outcome.equals(other)) {
                differences.add(call + ": recorded " + outcome + ", found " + other);
            }
        });
        assertThat(differences).isEmpty();
        assertThat(found.keySet()).isEqualTo(recorded.keySet());
        assertThat(recorded).hasSizeGreaterThan(100);
    }

    private static void write(Map<String, String> outcomes, Path file) throws IOException {
        StringBuilder lines = new StringBuilder();
        outcomes.forEach((call, outcome) ->
                lines.append(escape(call)).append('\t').append(escape(outcome)).append('\n'));
        Files.writeString(file, lines);
    }

    private static Map<String, String> recorded(Class<?> matrix) throws IOException {
        Map<String, String> recorded = new LinkedHashMap<>();
        try (InputStream in = matrix.getResourceAsStream(matrix.getSimpleName() + ".tsv")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                String[] fields = line.split("\t", -1);
                recorded.put(unescape(fields[0]), unescape(fields[1]));
            }
        }
        return recorded;
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char each : text.toCharArray()) {
            boolean plain = each >= ' ' && each != '\\' && each != 0x7f && !Character.isSurrogate(each);
            escaped.append(plain ? String.valueOf(each) : String.format("\\u%04x", (int) each));
        }
        return escaped.toString();
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }
}
