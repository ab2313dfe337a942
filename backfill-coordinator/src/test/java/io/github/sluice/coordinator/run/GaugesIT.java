package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.BrokerDisks;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.schedule.Throttle;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.source.SourceLoad;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds steps back is really told by MySQL, its replica and Kafka, to the accounts that a run has. */
@Timeout(300)
class GaugesIT {
    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void open() throws IOException {
        house = new House(folder);
        house.mayWatchTransactions();
    }

    private SluiceSettings settings(String throttle) throws IOException {
        return house.settings(
                throttle + house.sourceYaml("{source: " + house.database + ".a}, {source: " + house.database + ".b}"));
    }

    @Test
    void mySqlTellsHowMuchItHasToDoAndThatItIsNoReplica() throws IOException {
        SluiceSettings settings = settings("");
        SourceLoad load = new SourceLoad(settings.sources().get(0));
        assertThat(load.threadsRunning().getAsLong())
                .as("this question included")
                .isPositive();
        assertThat(load.replicaLag("127.0.0.1:" + house.mysql.port())).isEmpty();
        assertThatThrownBy(() -> load.replicaLag("127.0.0.1:1"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.UNKNOWN))
                .hasMessageContaining("127.0.0.1:1");
    }

    @Test
    void aReplicaTellsHowFarItIsBehindAndASnapshotWaitsForIt() throws Exception {
        try (MySqlServer replica = MySqlServer.start(
                Path.of("target", "testbed").toAbsolutePath(), "--server-id=77", "--performance-schema=OFF")) {
            house.replicates(replica, Duration.ofHours(1));
            String address = "127.0.0.1:" + replica.port();
            SluiceSettings settings = settings("throttle: {replica: \"" + address + "\", replicaLag: 1s, wait: 1s}\n");
            SourceLoad load = new SourceLoad(settings.sources().get(0));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(load.replicaLag(address)).hasValue(0));
            house.mysql.execute("CREATE TABLE " + house.database + ".late (id INT PRIMARY KEY)");
            Awaitility.await().until(() -> load.replicaLag(address).orElse(0) > 1); // seconds, by the clock
            assertThatThrownBy(() -> Throttles.of(settings, Side.SOURCE, new KafkaClients(settings.kafka()))
                            .get(Step.SNAPSHOT)
                            .await("a", held -> false))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.UNKNOWN))
                    .hasMessageContaining("lag of replica " + address)
                    .hasMessageContaining("> 1 s (throttle.replicaLag)");
            replica.execute("STOP REPLICA SQL_THREAD");
            assertThat(load.replicaLag(address)).as("it does not know").isEmpty();
        }
    }

    @Test
    void kafkaTellsHowFullItsDisksAre() throws IOException {
        KafkaClients kafka = new KafkaClients(settings("").kafka());
        assertThat(new BrokerDisks(kafka).fullestPercent().getAsLong()).isBetween(1L, 100L);
    }

    @Test
    void aSnapshotWaitsForMySqlUntilItsPatienceIsOver() throws Exception {
        SluiceSettings settings = settings("throttle: {threadsRunning: 1, wait: 1s}\n");
        SourceLoad load = new SourceLoad(settings.sources().get(0));
        try (Connection busy = house.mysql.connect();
                Statement statement = busy.createStatement()) {
            CompletableFuture<Boolean> sleep = CompletableFuture.supplyAsync(() -> {
                try {
                    return statement.execute("SELECT SLEEP(200)");
                } catch (SQLException cancelled) {
                    return false;
                }
            });
            // the question is one thread, and the sleeper another one
            Awaitility.await().until(() -> load.threadsRunning().getAsLong() > 1);
            Throttle throttle = Throttles.of(settings, Side.SOURCE, new KafkaClients(settings.kafka()))
                    .get(Step.SNAPSHOT);
            assertThatThrownBy(() -> throttle.await("a", held -> false))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.UNKNOWN))
                    .hasMessageContaining("Threads_running of MySQL")
                    .hasMessageContaining("> 1 (throttle.threadsRunning)");
            statement.cancel();
            sleep.get(60, TimeUnit.SECONDS);
        }
    }
}
