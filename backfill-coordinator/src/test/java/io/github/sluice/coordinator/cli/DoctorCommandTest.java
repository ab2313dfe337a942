package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.doctor.DoctorWords;
import io.github.sluice.coordinator.doctor.Finding;
import io.github.sluice.coordinator.doctor.Finding.Verdict;
import io.github.sluice.coordinator.doctor.Subject;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    Path folder;

    @Test
    void theListNeedsNoSettingsAndHasWordsInBothLanguages() {
        Spoken english =
                Spoken.of("doctor", "--list", "-f", folder.resolve("none.yaml").toString(), "--lang", "en");
        assertThat(english.code()).isZero();
        assertThat(english.out()).contains("mysql-row-image", "FAIL", "binlog_row_image=FULL");
        Spoken chinese = Spoken.of("doctor", "--list", "--lang", "zh", "--only", "mysql-prepared-xa");
        assertThat(chinese.out().strip().lines()).singleElement().asString().contains("XA 事务");
        Spoken.of("doctor", "--list", "--lang", "en");
    }

    @Test
    void aCheckThatDoesNotExistIsRefused() {
        Spoken spoken = Spoken.of("doctor", "--list", "--only", "mysql-row-image,nonsense");
        assertThat(spoken.code()).isEqualTo(10);
        assertThat(spoken.err()).contains("[nonsense]");
    }

    @Test
    void theListForMachinesHasEveryCheck() {
        Spoken spoken = Spoken.of("doctor", "--list", "--output", "json");
        assertThat(((List<?>) ((Map<?, ?>) Json.parse(spoken.out())).get("checks")))
                .hasSizeGreaterThan(40);
    }

    private static Finding finding(String id, Subject subject, Verdict verdict, String reason) {
        return new Finding(id, subject, "FAIL", verdict, "seen\nhere", reason, List.of());
    }

    @Test
    void theReportIsGroupedAndRemediesStandBelow() {
        List<Finding> findings = List.of(
                finding("mysql-row-image", Subject.MYSQL, Verdict.FAIL, ""),
                finding("mysql-gtid-mode", Subject.MYSQL, Verdict.WARN, ""),
                finding("kafka-brokers", Subject.KAFKA, Verdict.OK, ""),
                finding("kafka-disk", Subject.KAFKA, Verdict.SKIPPED, "not-told"));
        StringWriter text = new StringWriter();
        DoctorCommand.print(new PrintWriter(text), findings, new DoctorWords(Locale.ROOT));
        assertThat(text.toString().lines().toList())
                .as("a newline of somebody else begins no line of its own")
                .contains("FAIL  mysql-row-image  seen\\u000Ahere", "OK    kafka-brokers  seen\\u000Ahere")
                .contains("SKIP  kafka-disk     the server does not tell (seen\\u000Ahere)")
                .contains("OK 1, WARN 1, FAIL 1, SKIP 1");
        assertThat(text.toString())
                .containsSubsequence("MySQL", "Kafka", "FAIL mysql-row-image:", "WARN mysql-gtid-mode:");
        assertThat(DoctorCommand.code(findings).number()).isEqualTo(34);
        assertThat(DoctorCommand.code(findings.subList(1, 4)).number())
                .as("warnings do not fail")
                .isZero();
    }
}
