package io.github.sluice.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.datax.common.exception.DataXException;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.manifest.RunManifest;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T04:05:06Z"), ZoneOffset.UTC);

    private static final RowSchema SCHEMA = new RowSchema(List.of(WireColumn.bare("id")), List.of("id"));

    @TempDir
    Path folder;

    private Path place;
    private Run run;
    private RunReport report;

    @BeforeEach
    void open() {
        place = folder.resolve("manifest.json");
        run = Run.open("r1", 3, CLOCK);
        report = new RunReport(new TableOfRun(), run, CLOCK, file(place));
    }

    @AfterEach
    void close() {
        run.close();
    }

    private static ManifestFile file(Path path) {
        return new ManifestFile(path, TestErrorCode.MANIFEST);
    }

    /** A task that pulled rows and had some of them acknowledged in one partition from an offset on. */
    private TaskAccount task(int number, int partition, long firstOffset, int acked, int dirty) {
        TaskAccount account = run.startTask(number);
        FingerprintAccumulator rows = new FingerprintAccumulator(SCHEMA);
        for (int i = 0; i < acked + dirty; i++) {
            account.pulled();
        }
        for (int i = 0; i < acked; i++) {
            rows.add(new Object[] {(long) number * 1_000 + i});
            account.acknowledged(partition, firstOffset + i, 1, 10);
        }
        for (int i = 0; i < dirty; i++) {
            account.dirty();
        }
        account.finished(0, SCHEMA, rows);
        return account;
    }

    private RunManifest written() throws Exception {
        return RunManifest.fromJson(Files.readString(place));
    }

    @Test
    void addsAllTasksUp() throws Exception {
        run.planned(3);
        task(0, 0, 0, 5, 0);
        task(1, 0, 5, 7, 1);
        task(2, 1, 0, 2, 0);

        report.complete();

        RunManifest manifest = written();
        assertThat(manifest.outcome()).isEqualTo(RunManifest.Outcome.COMPLETE);
        assertThat(manifest.contradictions()).isEmpty();
        assertThat(manifest.runId()).isEqualTo("r1");
        assertThat(manifest.attempt()).isEqualTo(3);
        assertThat(manifest.pulled()).isEqualTo(15);
        assertThat(manifest.acked()).isEqualTo(14);
        assertThat(manifest.dirty()).isEqualTo(1);
        assertThat(manifest.bytes()).isEqualTo(140);
        assertThat(manifest.fingerprint().count()).isEqualTo(14);
        assertThat(manifest.partitions())
                .extracting(Object::toString)
                .containsExactly("partition 0 offsets 0..11 records 12", "partition 1 offsets 0..1 records 2");
        assertThat(manifest.topic()).isEqualTo("t");
        assertThat(manifest.versions()).containsKeys("test");
    }

    @Test
    void rowsOfATransactionCountOnceItIsCommitted() {
        TaskAccount account = run.startTask(0);
        account.inTransaction();
        account.pulled();
        account.acknowledged(2, 7, 1, 10);
        assertThat(account.snapshot().acked()).isZero();
        assertThat(account.snapshot().partitions()).isEmpty();
        assertThat(account.snapshot().imbalance())
                .as("acknowledged all the same")
                .isNull();

        account.committed();

        assertThat(account.snapshot().acked()).isEqualTo(1);
        assertThat(account.snapshot().bytes()).isEqualTo(10);
        assertThat(account.snapshot().partitions()).containsOnlyKeys(2);
    }

    @Test
    void aTaskThatDoesNotKnowWhatBecameOfItsRowsMakesTheRunUnknownWhateverElseFailed() throws Exception {
        run.planned(2);
        task(0, 0, 0, 5, 0).failed("stopped");
        run.startTask(1).unknown("its commit has no answer\n\tat the broker");

        report.failed("the job ended");

        assertThat(written().outcome()).isEqualTo(RunManifest.Outcome.UNKNOWN);
        assertThat(written().reason()).isEqualTo("task 1: its commit has no answer");
        assertThat(written().contradictions()).isEmpty();
    }

    @Test
    void theManifestIsForItsOwnerAlone() throws Exception {
        run.planned(1);
        task(0, 0, 0, 1, 0);
        report.complete();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(place);
        }
    }

    @Test
    void rowsThatWereNeitherAcknowledgedNorDirtyFailTheJob() throws Exception {
        run.planned(1);
        task(0, 0, 0, 5, 0).pulled();

        DataXException e = catchThrowableOfType(DataXException.class, report::complete);

        assertThat(e.getErrorCode()).isEqualTo(TestErrorCode.COUNTS_DIFFER);
        assertThat(e).hasMessageContaining("pulled 6 rows, but 5 acknowledged + 0 dirty");
        assertThat(written().outcome()).isEqualTo(RunManifest.Outcome.FAILED);
    }

    @Test
    void aTaskThatNeverFinishedFailsTheJob() throws Exception {
        run.planned(2);
        task(0, 0, 0, 5, 0);
        assertThat(catchThrowableOfType(DataXException.class, report::complete))
                .hasMessageContaining("1 of 2 tasks finished");
        assertThat(written().reason()).isEqualTo("1 of 2 tasks finished");
    }

    @Test
    void rowsOfWhichNoneHasTheRightWidthFailTheJob() throws Exception {
        run.planned(1);
        TaskAccount account = task(0, 0, 0, 0, 3);
        account.mismatched();
        account.mismatched();
        account.mismatched();

        DataXException e = catchThrowableOfType(DataXException.class, report::complete);

        assertThat(e.getErrorCode()).isEqualTo(TestErrorCode.COLUMN_COUNT);
        assertThat(written().outcome()).isEqualTo(RunManifest.Outcome.FAILED);
    }

    @Test
    void aFailedJobLeavesWhatIsKnownAndWhy() throws Exception {
        run.planned(2);
        task(0, 0, 0, 5, 0);
        TaskAccount broken = run.startTask(1);
        broken.pulled();
        broken.failed("topic t: row 1 of the task was not acknowledged");

        report.failed("something");
        report.failed("again");

        RunManifest manifest = written();
        assertThat(manifest.outcome()).isEqualTo(RunManifest.Outcome.FAILED);
        assertThat(manifest.reason()).isEqualTo("task 1: topic t: row 1 of the task was not acknowledged");
        assertThat(manifest.pulled()).isEqualTo(6);
        assertThat(manifest.acked()).isEqualTo(5);
    }

    @Test
    void aJobThatSucceededIsNotCalledFailedByDestroy() throws Exception {
        run.planned(1);
        task(0, 0, 0, 1, 0);
        report.complete();
        report.failed("destroy runs after success as well");
        assertThat(written().outcome()).isEqualTo(RunManifest.Outcome.COMPLETE);
    }

    @Test
    void aJobWithoutRowsIsComplete() throws Exception {
        run.planned(1);
        run.startTask(0).finished(0, null, null);
        report.complete();
        assertThat(written().contradictions()).isEmpty();
        assertThat(written().fingerprint().count()).isZero();
    }

    @Test
    void theManifestOfAnEarlierAttemptIsMovedAside() throws Exception {
        run.planned(1);
        task(0, 0, 0, 1, 0);
        report.complete();
        String earlier = Files.readString(place);

        file(place).clear();

        assertThat(place).doesNotExist();
        assertThat(folder.resolve("manifest.json.previous")).hasContent(earlier);
    }

    @Test
    void aFileThatIsNoManifestIsLeftAlone() throws Exception {
        Files.writeString(place, "important");
        DataXException e =
                catchThrowableOfType(DataXException.class, () -> file(place).clear());
        assertThat(e.getErrorCode()).isEqualTo(TestErrorCode.MANIFEST);
        assertThat(place).hasContent("important");
    }

    @Test
    void aFolderThatIsNotThereIsRefusedBeforeAnyRow() {
        assertThat(catchThrowableOfType(DataXException.class, () -> file(folder.resolve("no/m.json"))
                        .clear()))
                .hasMessageContaining("its folder must exist and be writable");
    }

    @Test
    void closedRunsAreForgotten() {
        int before = Run.openRuns();
        Run other = Run.open(null, 1, CLOCK);
        assertThat(other.id()).matches("20261121T040506Z-[0-9a-f]{8}");
        assertThat(Run.of(other.handle(), TestErrorCode.SETTINGS)).isSameAs(other);
        other.close();
        assertThat(Run.openRuns()).isEqualTo(before);
        assertThat(catchThrowableOfType(DataXException.class, () -> Run.of(other.handle(), TestErrorCode.SETTINGS)))
                .hasMessageContaining("belongs to no run of this JVM");
    }

    @Test
    void booksThatDoNotAgreeAreFoundBeforeTheRunIsCalledComplete() throws Exception {
        run.planned(1);
        task(0, 0, 0, 5, 0).pulled();
        assertThat(catchThrowableOfType(DataXException.class, report::compare).getErrorCode())
                .isEqualTo(TestErrorCode.COUNTS_DIFFER);
        assertThat(written().outcome()).isEqualTo(RunManifest.Outcome.FAILED);
    }

    @Test
    void comparingAloneWritesNothing() {
        run.planned(1);
        task(0, 0, 0, 5, 0);
        report.compare();
        assertThat(place).doesNotExist();
    }

    /** One column, and no writer around it. */
    private static final class TableOfRun implements RunReport.Subject {
        @Override
        public String target() {
            return "table t";
        }

        @Override
        public String width() {
            return "1";
        }

        @Override
        public WriterErrorCode columnCount() {
            return TestErrorCode.COLUMN_COUNT;
        }

        @Override
        public WriterErrorCode countsDiffer() {
            return TestErrorCode.COUNTS_DIFFER;
        }

        @Override
        public void describe(RunManifest.Builder manifest) {
            manifest.topic("t")
                    .schema(SCHEMA)
                    .writeType("json")
                    .envelope("none")
                    .versions(Map.of("test", "1"));
        }
    }
}
