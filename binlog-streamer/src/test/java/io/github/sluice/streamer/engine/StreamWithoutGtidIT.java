package io.github.sluice.streamer.engine;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.engine.StreamLog.Change;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.mysql.MySqlVersion;
import io.github.sluice.wire.position.FilePosition;
import io.github.sluice.wire.position.GtidSet;
import io.github.sluice.wire.position.SourcePosition;
import io.github.sluice.wire.position.StreamPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** MySQL 5.7 as it is found, with {@code gtid_mode=OFF}: its place is kept over everything that leaves the files alone, and never guessed. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StreamWithoutGtidIT {
    private static final int ROWS = 2000;

    @TempDir
    static Path serverFolder;

    private static MySqlServer mysql;

    @TempDir
    Path folder;

    private String topic;

    @BeforeAll
    static void startServer() {
        mysql = start();
    }

    private static MySqlServer start() {
        MySqlServer server = MySqlServer.start(
                MySqlVersion.V5_7_22,
                serverFolder,
                "--gtid-mode=OFF",
                "--enforce-gtid-consistency=OFF",
                "--performance-schema=OFF");
        StreamRig.createAccount(server);
        server.execute(
                "CREATE DATABASE shop",
                "CREATE TABLE shop.orders (id BIGINT PRIMARY KEY, name VARCHAR(50))",
                "CREATE TABLE shop.items (id BIGINT PRIMARY KEY, name VARCHAR(50))");
        return server;
    }

    @AfterAll
    static void stopServer() {
        mysql.close();
    }

    @BeforeEach
    void createTopic() {
        topic = SharedServers.topic(StreamWithoutGtidIT.class);
        mysql.execute("DELETE FROM shop.orders", "DELETE FROM shop.items");
    }

    private StreamRig rig(MySqlServer... servers) {
        StreamRig rig = new StreamRig(folder, topic, SharedServers.kafka(), servers);
        rig.log.createTopic(topic, 1);
        rig.tableFile("orders", topic, "shop\\.orders", Map.of("id", "id", "name", "name"), Map.of());
        return rig;
    }

    private static StreamRig.Running running(StreamRig rig) {
        StreamRig.Running running = rig.start();
        rig.awaitPosition("orders is routed", at -> at.table("orders") != null);
        return running;
    }

    private static FilePosition place(StreamPosition position) {
        return (FilePosition) SourcePosition.parse(position.gtidSet());
    }

    private static List<Object> ids(StreamRig rig, String of) {
        return rig.log.changes(of).stream()
                .map(Change::row)
                .map(row -> (Object) row.get("id"))
                .toList();
    }

    @Test
    @Order(1)
    void thePlaceIsKeptOverFilesAndRestartsAndReachesTheEndOfAnIdleSource() {
        try (StreamRig rig = rig(mysql)) {
            StreamRig.Running streamer = running(rig);
            mysql.execute("INSERT INTO shop.orders VALUES (1, 'a')", "FLUSH BINARY LOGS");
            FilePosition idle = place(rig.awaitLevel(mysql));
            assertThat(idle.serverUuid()).isEqualTo(StreamRig.one(mysql, "SELECT @@server_uuid"));
            assertThat(idle.fileBorn())
                    .isBetween(
                            Instant.now().minusSeconds(60).getEpochSecond(),
                            Instant.now().plusSeconds(1).getEpochSecond());
            mysql.execute("INSERT INTO shop.orders VALUES (2, 'b')");
            mysql.restart();
            mysql.execute("INSERT INTO shop.orders VALUES (3, 'c')");
            rig.awaitLevel(mysql);
            assertThat(streamer.stop()).isEqualTo(ExitCode.DONE);
            mysql.execute("INSERT INTO shop.orders VALUES (4, 'd')", "FLUSH BINARY LOGS");
            rig.start();
            mysql.execute("INSERT INTO shop.orders VALUES (5, 'e')");
            rig.awaitLevel(mysql);
            assertThat(ids(rig, topic)).containsExactly(1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    @Order(2)
    void aTableThatWasStoppedCatchesUpFromItsOwnPlace() {
        try (StreamRig rig = rig(mysql)) {
            String items = topic + "-items";
            rig.log.createTopic(items, 1);
            Map<String, String> mapping = Map.of("id", "id", "name", "name");
            rig.tableFile(
                    "items",
                    items,
                    "shop\\.items",
                    mapping,
                    Map.of("types", Map.of("id", "bigint", "name", "varchar(50)")));
            running(rig);
            rig.awaitPosition("items is routed", at -> at.table("items") != null);
            mysql.execute("ALTER TABLE shop.items ADD COLUMN colour INT", "INSERT INTO shop.items VALUES (1, 'x', 1)");
            StreamPosition stopped = rig.awaitPosition(
                    "items is stopped", at -> at.table("items").stopped() != null);
            assertThat(stopped.table("items").stopped().gtid())
                    .startsWith(place(stopped).serverUuid() + "@");
            mysql.execute(
                    "INSERT INTO shop.orders VALUES (1, 'others go on')",
                    "FLUSH BINARY LOGS",
                    "INSERT INTO shop.items VALUES (2, 'y', 2)");
            rig.awaitLevel(mysql);
            rig.tableFile(
                    "items",
                    items,
                    "shop\\.items",
                    mapping,
                    Map.of(
                            "types",
                            Map.of("id", "bigint", "name", "varchar(50)"),
                            "ignore_columns",
                            List.of("colour")));
            rig.awaitPosition(
                    "items has caught up",
                    at -> at.table("items").stopped() == null
                            && at.table("items").behind() == null);
            assertThat(ids(rig, items)).containsExactly(1L, 2L);
            assertThat(ids(rig, topic)).containsExactly(1L);
            mysql.execute("ALTER TABLE shop.items DROP COLUMN colour");
        }
    }

    @Test
    @Order(3)
    void aBigTransactionThatWasSentInPartGoesOnAtItsNextRow() {
        try (StreamRig rig = rig(mysql).commitRows(20)) {
            StreamerProcess first = StreamerProcess.start(rig, "128m");
            try {
                rig.awaitPosition("orders is routed", at -> at.table("orders") != null);
                mysql.execute("INSERT INTO shop.orders VALUES "
                        + LongStream.rangeClosed(1, ROWS)
                                .mapToObj(id -> "(" + id + ", 'x')")
                                .collect(joining(", ")));
                StreamPosition part = rig.awaitPosition("a part is sent", at -> at.partial() != null);
                assertThat(part.partial().gtid()).startsWith(place(part).serverUuid() + "@");
                first.kill();
            } finally {
                first.close();
            }
            assertThat(ids(rig, topic)).as("rows when it was killed").hasSizeLessThan(ROWS);
            rig.start();
            rig.awaitLevel(mysql);
            assertThat(ids(rig, topic))
                    .isEqualTo(List.<Object>copyOf(
                            LongStream.rangeClosed(1, ROWS).boxed().toList()));
        }
    }

    @Test
    @Order(4)
    void anotherServerIsRefusedAlsoIfItIsAHostOfTheSource() {
        try (MySqlServer other = start();
                StreamRig rig = rig(mysql, other)) {
            StreamRig.Running streamer = running(rig);
            FilePosition at = place(rig.awaitLevel(mysql));
            mysql.kill();
            assertThat(streamer.awaitEnd()).isEqualTo(ExitCode.REFUSED);
            assertThat(streamer.status.source(StreamRig.SOURCE).health().why())
                    .contains(
                            "127.0.0.1:" + other.port() + " is server " + StreamRig.one(other, "SELECT @@server_uuid"))
                    .contains("the stream stands at a place in the binlog of server " + at.serverUuid() + " ("
                            + at.file())
                    .contains("a failover needs GTIDs");
        } finally {
            mysql.restart();
        }
    }

    @Test
    @Order(5)
    void aPurgedPlaceIsRefusedWithACodeOfItsOwn() {
        try (StreamRig rig = rig(mysql)) {
            running(rig).stop();
            FilePosition at = place(rig.log.position());
            mysql.execute("FLUSH BINARY LOGS");
            String newest = StreamRig.one(mysql, "SHOW MASTER STATUS");
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                mysql.execute("PURGE BINARY LOGS TO '" + newest + "'");
                return StreamRig.one(mysql, "SHOW BINARY LOGS").equals(newest);
            });
            StreamRig.Running late = rig.start();
            assertThat(late.awaitEnd()).isEqualTo(ExitCode.PURGED);
            assertThat(late.status.source(StreamRig.SOURCE).health().why())
                    .contains("has purged binlogs that are not in the stream yet: " + at.file() + ":" + at.offset()
                            + " to " + newest);
        }
    }

    @Test
    @Order(6)
    void binlogsThatWereBegunAnewAreRefusedWhateverTheyHoldNow() {
        // the file's number is gone
        mysql.execute("FLUSH BINARY LOGS");
        refusedAfterReset(0, "has no place binlog.", "it has binlog.000001 to binlog.000001");
        // the file is there and shorter
        refusedAfterReset(0, "has no place binlog.000001:", "the file ends at");
        // the file is there and long enough: only when it was begun tells
        refusedAfterReset(9, "binlog.000001 is not the file that was read: it was begun at ", "RESET MASTER?");
    }

    private void refusedAfterReset(int rowsAfter, String... words) {
        createTopic();
        try (StreamRig rig = rig(mysql)) {
            StreamRig.Running streamer = running(rig);
            mysql.execute("INSERT INTO shop.orders VALUES (1, 'a'), (2, 'b'), (3, 'c')");
            rig.awaitLevel(mysql);
            FilePosition at = place(rig.awaitPosition(
                    "it knows when the file was begun",
                    position -> place(position).fileBorn() != 0));
            streamer.stop();
            Awaitility.await("another second")
                    .until(() -> Long.parseLong(StreamRig.one(mysql, "SELECT UNIX_TIMESTAMP()")) > at.fileBorn());
            mysql.execute("RESET MASTER");
            for (int i = 0; i < rowsAfter; i++) {
                mysql.execute("REPLACE INTO shop.orders VALUES (9, '" + "x".repeat(40) + i + "')");
            }
            StreamRig.Running late = rig.start();
            assertThat(late.awaitEnd()).isEqualTo(ExitCode.REFUSED);
            assertThat(late.status.source(StreamRig.SOURCE).health().why()).contains(words);
        }
    }

    @Test
    @Order(7)
    void aSwitchToGtidsLeavesAStreamAtItsPlaceAndASwitchBackIsRefusedToOneThatCountsInThem() {
        try (StreamRig byPlace = rig(mysql)) {
            running(byPlace);
            mysql.execute(
                    "SET GLOBAL enforce_gtid_consistency = ON",
                    "SET GLOBAL gtid_mode = OFF_PERMISSIVE",
                    "INSERT INTO shop.orders VALUES (1, 'anonymous')",
                    "SET GLOBAL gtid_mode = ON_PERMISSIVE",
                    "INSERT INTO shop.orders VALUES (2, 'by GTID')",
                    "SET GLOBAL gtid_mode = ON",
                    "INSERT INTO shop.orders VALUES (3, 'by GTID')");
            byPlace.awaitPosition(
                    "the rows are there", at -> ids(byPlace, topic).size() == 3);
            assertThat(place(byPlace.log.position()).file()).startsWith("binlog.");
        }
        createTopic();
        try (StreamRig byGtid = rig(mysql)) {
            StreamRig.Running streamer = running(byGtid);
            mysql.execute("INSERT INTO shop.orders VALUES (4, 'by GTID')");
            assertThat(SourcePosition.parse(byGtid.awaitLevel(mysql).gtidSet())).isInstanceOf(GtidSet.class);
            mysql.execute(
                    "SET GLOBAL gtid_mode = ON_PERMISSIVE",
                    "SET GLOBAL gtid_mode = OFF_PERMISSIVE",
                    "INSERT INTO shop.orders VALUES (5, 'anonymous')");
            assertThat(streamer.awaitEnd()).isEqualTo(ExitCode.REFUSED);
            assertThat(streamer.status.source(StreamRig.SOURCE).health().why()).contains("GTID");
            StreamRig.Running again = byGtid.start();
            assertThat(again.awaitEnd()).isEqualTo(ExitCode.REFUSED);
            assertThat(again.status.source(StreamRig.SOURCE).health().why())
                    .contains("has gtid_mode=OFF_PERMISSIVE, and the stream's position is a GTID set");
            assertThat(ids(byGtid, topic)).containsExactly(4L);
        }
    }
}
