package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stopped anywhere, by kill -9 or by kill, and run again: the end is the one of a run that was never stopped. */
@Timeout(600)
class ResumeIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private House house;
    private Stage stage;
    private String ods;
    private Cli cli;

    @BeforeEach
    void data() throws IOException {
        house = new House(folder);
        stage = Stage.shared();
        ods = "ods_" + house.database;
        cli = new Cli(folder);
        List<String> rows = new ArrayList<>();
        for (int id = 1; id <= 2000; id++) {
            rows.add("(" + id + ", 'v" + id + "')");
        }
        house.mysql.execute(
                "CREATE TABLE " + house.database + ".orders (id INT PRIMARY KEY, v VARCHAR(20))",
                "INSERT INTO " + house.database + ".orders VALUES " + String.join(",", rows));
    }

    private SluiceSettings settings() throws IOException {
        return house.settings(house.head()
                + house.sourceSections()
                + stage.targetSections(ods)
                + "tables: [{source: " + house.database + ".orders}]\n");
    }

    @Test
    void aRunThatIsKilledAgainAndAgainEndsAsOneThatNeverWas() throws Exception {
        SluiceSettings settings = settings();
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        System.out.println("-Dseed=" + seed);
        int kills = 0;
        for (; kills < 6; kills++) {
            Cli.Running running = cli.start("run", "--yes");
            boolean ended = running.process().waitFor(2000 + random.nextInt(7000), TimeUnit.MILLISECONDS);
            if (ended) {
                assertThat(running.exitCode()).as(running.errors()).isZero();
                break;
            }
            running.process().destroyForcibly().waitFor();
        }
        assertEqualAtTheEnd(settings, "seed " + seed + ", " + kills + " kills");
    }

    @Test
    void aDataxThatOutlivedItsSluiceIsFollowedAndNotRepeated() throws Exception {
        Path go = folder.resolve("go");
        SluiceSettings settings = slowDatax(go);
        Cli.Running killed = cli.start("run", "--yes");
        Awaitility.await().atMost(LIMIT).until(() -> !secretJobs().isEmpty() && dataxRuns());
        killed.process().destroyForcibly().waitFor();
        assertThat(secretJobs()).as("DataX may not have read it yet").hasSize(1);
        Cli.Running second = cli.start("run", "--yes");
        Awaitility.await().atMost(LIMIT).until(() -> second.errors().contains("snapshot: begins"));
        Files.createFile(go);
        assertThat(second.exitCode()).as(second.errors()).isZero();
        assertThat(secretJobs()).isEmpty();
        try (Stream<Path> attempts = Files.list(folder.resolve(".sluice/runs/orders"))) {
            assertThat(attempts).as("one attempt").hasSize(1);
        }
        assertThat(Files.readString(folder.resolve("started")))
                .as("DataX started once")
                .hasLineCount(1);
        assertEqualAtTheEnd(settings, "adopted DataX");
    }

    @Test
    void aSluiceThatIsAskedToStopStopsDataxAndTakesThePasswordAway() throws Exception {
        Path go = folder.resolve("go");
        SluiceSettings settings = slowDatax(go);
        Cli.Running stopped = cli.start("run", "--yes");
        Awaitility.await().atMost(LIMIT).until(() -> !secretJobs().isEmpty() && dataxRuns());
        stopped.process().destroy();
        assertThat(stopped.exitCode()).isEqualTo(143);
        assertThat(secretJobs()).isEmpty();
        Awaitility.await().atMost(LIMIT).until(() -> !dataxRuns());
        Files.createFile(go);
        assertEqualAtTheEnd(settings, "stopped and run again");
    }

    @Test
    void aRunStopsAfterAStepAndGoesOnLater() throws Exception {
        SluiceSettings settings = settings();
        for (Step step : List.of(Step.TABLE, Step.SNAPSHOT, Step.LOAD, Step.VERIFY)) {
            Cli.Running running = cli.start("run", "--yes", "--until", step.word(), "--output", "json");
            assertThat(running.exitCode()).as(running.errors()).isZero();
            Cli.Running status = cli.start("status", "--output", "json");
            assertThat(status.exitCode()).isZero();
            Map<?, ?> steps = (Map<?, ?>) ((Map<?, ?>) ((List<?>) Json.parse(status.output())).get(0)).get("steps");
            assertThat(steps.get(step.word())).isEqualTo("done");
            assertThat(steps.get("drop")).isEqualTo("open");
            assertThat(steps.get("capture")).isEqualTo("not part of this run");
        }
        try (Topics topics = new Topics(new KafkaClients(settings.kafka()))) {
            assertThat(topics.shape(settings.tables().get(0).topic())).isPresent();
        }
        Cli.Running dry = cli.start("run", "--dry-run");
        assertThat(dry.exitCode()).isZero();
        assertThat(dry.output())
                .contains("5 load: done already")
                .contains("6 drop: after EQUAL and the sign-off drop connector, group and topic")
                .contains("7 stream: not part of this run");
        Cli.Running verify = cli.start("verify");
        assertThat(verify.exitCode()).as(verify.errors()).isZero();
        assertThat(verify.output()).contains("EQUAL");
        assertEqualAtTheEnd(settings, "step by step");
        // the topic is gone, the manifest still tells
        assertThat(cli.start("verify").exitCode()).isZero();
        stage.execute("UPDATE " + ods + ".orders SET v = 'x' WHERE id = 7");
        Cli.Running differs = cli.start("verify", "--lang", "zh");
        assertThat(differs.exitCode()).isEqualTo(22);
        assertThat(differs.output()).contains("主题 ≠ StarRocks").contains("1 of 1024 buckets differ");
    }

    /** Killed between the journal and the control topic: one half would take the old attempt's end for its own. */
    @Test
    void anAttemptThatAKilledRestartNeverAnnouncedIsTheOneThatCounts() throws Exception {
        SluiceSettings settings = settings();
        assertEqualAtTheEnd(settings, "the first attempt");
        Journal journal = Journal.open(House.options(settings, Side.BOTH).journal(), settings.name());
        journal.remember(new Attempt("orders", 2, UUID.randomUUID().toString()));
        assertEqualAtTheEnd(settings, "the attempt that nobody had heard of");
        assertThat(journal.latestAttempt("orders").map(Attempt::number)).contains(2);
        assertThat(journal.step(journal.latestAttempt("orders").orElseThrow(), Step.DROP.word()))
                .isPresent();
    }

    @Test
    void twoRunsAtOnceAreRefused() throws Exception {
        Path go = folder.resolve("go");
        slowDatax(go);
        Cli.Running first = cli.start("run", "--yes");
        Awaitility.await().atMost(LIMIT).until(this::dataxRuns);
        Cli.Running second = cli.start("run", "--yes");
        assertThat(second.exitCode()).isEqualTo(40);
        assertThat(second.errors()).contains("another sluice runs the source half");
        assertThat(cli.start("status").exitCode())
                .as("status reads beside a run")
                .isZero();
        Files.createFile(go);
        assertThat(first.exitCode()).as(first.errors()).isZero();
    }

    /** A DataX that notes its start and then waits for a file before it really begins. */
    private SluiceSettings slowDatax(Path go) throws IOException {
        Path script = Files.writeString(
                folder.resolve("slow-datax.sh"),
                "echo started >> " + folder.resolve("started") + "\n"
                        + "while [ ! -e " + go + " ]; do sleep 0.1; done\n"
                        + "exec \"$@\"\n");
        String sections = house.sourceSections();
        return house.settings(house.head()
                + sections.replace("command: [", "command: [sh, \"" + script + "\", ")
                + stage.targetSections(ods)
                + "tables: [{source: " + house.database + ".orders}]\n");
    }

    private boolean dataxRuns() {
        String job = folder.resolve(".sluice/runs").toString();
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").contains(job));
    }

    private List<Path> secretJobs() throws IOException {
        Path runs = folder.resolve(".sluice/runs");
        if (!Files.exists(runs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(runs)) {
            return files.filter(file -> file.endsWith("datax-job.json")).toList();
        }
    }

    /** Runs to the end and looks at the world, not at what the run says of itself. */
    private void assertEqualAtTheEnd(SluiceSettings settings, String how) throws Exception {
        Cli.Running last = cli.start("run", "--yes", "--output", "json");
        assertThat(last.exitCode()).as(how + ": " + last.errors()).isZero();
        Map<?, ?> result = (Map<?, ?>) Json.parse(last.output());
        Map<?, ?> table = (Map<?, ?>) ((List<?>) result.get("tables")).get(0);
        assertThat(table.get("verdict")).as(how).isEqualTo("EQUAL");
        assertThat(table.get("starrocks")).isEqualTo(2000L);
        assertThat(table.get("batchTopic")).isEqualTo("dropped");
        assertThat(stage.first("SELECT COUNT(*) FROM " + ods + ".orders")).isEqualTo("2000");
        assertThat(secretJobs()).isEmpty();
        try (Topics topics = new Topics(new KafkaClients(settings.kafka()))) {
            assertThat(topics.shape(settings.tables().get(0).topic())).isEmpty();
        }
        assertThat(new ConnectClient(List.of(stage.connect.url()), Duration.ofSeconds(10))
                        .config(settings.tables().get(0).connector()))
                .isEmpty();
    }
}
