package io.github.sluice.coordinator.signoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.verify.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody signs is a file that nobody changes unseen. */
class ReportFolderTest {
    @TempDir
    Path state;

    private final VerificationReport report = Words.report(Verdict.EQUAL);
    private ReportFolder folder;
    private Path file;

    @BeforeEach
    void write() {
        folder = new ReportFolder(state);
        folder.write("orders", 1, report);
        file = folder.report("orders", 1);
    }

    @Test
    void itIsThereWholeForItsOwnerOnlyAndItsHashIsThatOfTheFile() throws IOException {
        assertThat(file).isEqualTo(state.resolve("reports/orders-attempt-1.json"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(CanonicalJson.sha256(Files.readAllBytes(file))).isEqualTo(report.hash());
        try (var files = Files.list(file.getParent())) {
            assertThat(files.toList()).containsExactly(file);
        }
        folder.refuseIfChanged("orders", 1, report);
    }

    @Test
    void everyByteOfItCounts() throws IOException {
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(Long.getLong("seed", 20260301L));
        for (int at = 0; at < good.length; at++) {
            byte[] changed = good.clone();
            changed[at] ^= (byte) (1 + random.nextInt(255));
            refusedWith(changed);
        }
        refusedWith(java.util.Arrays.copyOf(good, good.length - 1));
        refusedWith(java.util.Arrays.copyOf(good, good.length + 1));
        refusedWith(new byte[0]);
        Files.write(file, good);
        folder.refuseIfChanged("orders", 1, report);
    }

    private void refusedWith(byte[] changed) throws IOException {
        Files.write(file, changed);
        assertThatThrownBy(() -> folder.refuseIfChanged("orders", 1, report))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("was changed after the verification")
                .hasMessageContaining("the journal has " + report.hash())
                .hasMessageContaining("move it away, and run again");
    }

    @Test
    void oneThatIsMissingIsWrittenAnewFromWhatWasSealed() throws IOException {
        Files.delete(file);
        folder.refuseIfChanged("orders", 1, report);
        assertThat(Files.readString(file)).isEqualTo(report.text());
    }

    @Test
    void theSameFactsAreTheSameBytesInWhateverOrderTheyCome() {
        List<Map.Entry<String, Object>> entries = new ArrayList<>(report.facts().entrySet());
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(entries, new Random(i));
            Map<String, Object> facts = new LinkedHashMap<>();
            entries.forEach(entry -> facts.put(entry.getKey(), entry.getValue()));
            assertThat(VerificationReport.of(facts)).isEqualTo(report);
        }
    }

    @Test
    void tablesWhoseNamesNoFileMayHaveDoNotMeet() {
        assertThat(folder.report("订单", 1)).isNotEqualTo(folder.report("账单", 1));
        assertThat(folder.report("../up", 1).normalize().getParent()).isEqualTo(state.resolve("reports"));
    }

    @Test
    void aReportKnowsWhatItIsAbout() {
        assertThat(report.of("shop", "orders", "id-1")).isTrue();
        assertThat(report.of("shop", "orders", "id-2")).isFalse();
        assertThat(report.of("other", "orders", "id-1")).isFalse();
        assertThat(report.verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(report.rows("starrocks")).hasValue(3);
        assertThat(report.rows("nowhere")).isEmpty();
        assertThat(report.ends()).isEqualTo(Map.of(0, 2L, 1, 1L));
        assertThatThrownBy(() -> new VerificationReport("{}").facts()).isInstanceOf(IllegalArgumentException.class);
    }
}
