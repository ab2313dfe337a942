package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.plugin.RecordReceiver;
import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.testbed.datax.ListRecord;
import io.github.sluice.wire.manifest.RunManifest;
import io.github.sluice.writer.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Job and task as DataX calls them, as far as that goes without a broker. */
@Timeout(60)
class KafkaWriterTest {
    /** Nobody listens there, and nothing here waits long for it. */
    private static final Map<String, Object> SHORT =
            Map.of("delivery.timeout.ms", 1_000, "request.timeout.ms", 500, "linger.ms", 0);

    @TempDir
    Path folder;

    private Configuration parameters(Object... more) {
        Configuration parameters = Jobs.parameters(
                Key.BOOTSTRAP_SERVERS,
                "127.0.0.1:1",
                Key.WRITE_TYPE,
                "json",
                Key.COLUMN,
                List.of("a"),
                Key.MANIFEST_PATH,
                folder.resolve("m.json").toString(),
                Key.PREPARE_TIMEOUT_MS,
                500,
                Key.CLOSE_TIMEOUT_MS,
                500,
                Key.PRODUCER_PROPERTIES,
                SHORT);
        for (int i = 0; i < more.length; i += 2) {
            parameters.set((String) more[i], more[i + 1]);
        }
        return parameters;
    }

    private static KafkaWriter.Job job(Configuration parameters) {
        KafkaWriter.Job job = new KafkaWriter.Job();
        job.setPluginJobConf(parameters);
        return job;
    }

    private static KafkaWriter.Task task(Configuration parameters) {
        KafkaWriter.Task task = new KafkaWriter.Task();
        task.setPluginJobConf(parameters);
        task.setTaskPluginCollector(new DirtyRecords());
        task.init();
        return task;
    }

    private RunManifest manifest() throws Exception {
        return RunManifest.fromJson(Files.readString(folder.resolve("m.json")));
    }

    @Test
    @DisplayName("inventory #166: split gives exactly as many configurations as asked for, each of its own")
    void splitGivesEachTaskItsOwnConfiguration() {
        KafkaWriter.Job job = job(parameters());
        job.init();
        List<Configuration> tasks = job.split(3);

        tasks.get(0).set(Key.TOPIC, "changed");
        assertThat(tasks).hasSize(3);
        assertThat(tasks.get(1).getString(Key.TOPIC)).isEqualTo("t");
        assertThat(job.getPluginJobConf().getString(Key.RUN_HANDLE)).isNull();
        assertThat(tasks).allSatisfy(t -> assertThat(t.getString(Key.RUN_ID))
                .isEqualTo(tasks.get(0).getString(Key.RUN_ID)));
        job.destroy();
    }

    @Test
    void aJobThatEndsEarlyLeavesItsManifestAndNothingInMemory() throws Exception {
        int open = Run.openRuns();
        KafkaWriter.Job job = job(parameters(Key.RUN_ID, "r", Key.ATTEMPT, 4));
        job.init();
        assertThat(Run.openRuns()).isEqualTo(open + 1);

        job.destroy();
        job.destroy();

        assertThat(Run.openRuns()).isEqualTo(open);
        assertThat(manifest().outcome()).isEqualTo(RunManifest.Outcome.FAILED);
        assertThat(manifest().attempt()).isEqualTo(4);
    }

    @Test
    void aJobThatWasNeverInitialisedCanBeDestroyed() {
        assertThatCode(job(parameters())::destroy).doesNotThrowAnyException();
    }

    @Test
    void anEarlierManifestIsMovedAsideEvenWhereTheSettingsAreRefused() throws Exception {
        KafkaWriter.Job first = job(parameters());
        first.init();
        first.destroy();
        assertThat(folder.resolve("m.json")).exists();

        KafkaWriter.Job second = job(parameters(Key.WRITE_TYPE, "avro"));
        assertThat(catchThrowable(second::init)).hasMessageContaining("KafkaWriter-01");

        assertThat(folder.resolve("m.json")).doesNotExist();
        assertThat(folder.resolve("m.json.previous")).exists();
    }

    @Test
    void anAbsentBrokerIsFoundWithinTheLimit() {
        KafkaWriter.Job job = job(parameters());
        job.init();
        long start = System.nanoTime();

        DataXException prepare = catchThrowableOfType(DataXException.class, job::prepare);
        DataXException check = catchThrowableOfType(DataXException.class, job::preCheck);

        assertThat(prepare.getErrorCode()).isEqualTo(KafkaWriterErrorCode.BROKER_UNREACHABLE);
        assertThat(check.getErrorCode()).isEqualTo(KafkaWriterErrorCode.BROKER_UNREACHABLE);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(15_000);
        job.destroy();
    }

    @Test
    @DisplayName("inventory #167: rows that no broker answers for fail startWrite, not destroy")
    void rowsWithoutABrokerFailStartWrite() throws Exception {
        KafkaWriter.Job job = job(parameters());
        job.init();
        KafkaWriter.Task task = task(job.split(1).get(0));
        DataXException e = catchThrowableOfType(
                DataXException.class, () -> task.startWrite(new Rows(ListRecord.values("secret-value"))));

        assertThat(e.getErrorCode()).isEqualTo(KafkaWriterErrorCode.NOT_ACKNOWLEDGED);
        assertThatCode(task::destroy).doesNotThrowAnyException();
        job.destroy();
        assertThat(manifest().reason())
                .contains("row 1 of the task was not acknowledged")
                .doesNotContain("secret-value");
        assertThat(manifest().pulled()).isEqualTo(1);
    }

    @Test
    void anInterruptedTaskFailsAndKeepsTheFlag() {
        KafkaWriter.Job job = job(parameters());
        job.init();
        KafkaWriter.Task task = task(job.split(1).get(0));
        RecordReceiver interrupted = new Rows() {
            @Override
            public Record getFromReader() {
                // as DataX's channel does: the flag is cleared and the cause wrapped
                throw new IllegalStateException(new InterruptedException());
            }
        };

        assertThat(catchThrowable(() -> task.startWrite(interrupted))).hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        task.destroy();
        job.destroy();
    }

    @Test
    void aTaskOfNoRunIsRefused() {
        assertThat(catchThrowable(() -> task(parameters()))).hasMessageContaining("belongs to no run of this JVM");
    }

    /** A reader's rows. */
    private static class Rows implements RecordReceiver {
        private final List<Record> rows;
        private int next;

        Rows(Record... rows) {
            this.rows = List.of(rows);
        }

        @Override
        public Record getFromReader() {
            return next < rows.size() ? rows.get(next++) : null;
        }

        @Override
        public void shutdown() {}
    }
}
