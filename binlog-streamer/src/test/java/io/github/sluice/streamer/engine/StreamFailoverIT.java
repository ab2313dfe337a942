package io.github.sluice.streamer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.engine.StreamLog.Change;
import io.github.sluice.streamer.metrics.Health;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.position.GtidSet;
import io.github.sluice.wire.position.StreamPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

/** Servers that die, lag, lose transactions or purge their binlogs; in this order, on one pair. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StreamFailoverIT {
    @TempDir
    static Path serverFolder;

    private static MySqlServer first;
    private static MySqlServer second;

    @TempDir
    Path folder;

    private String topic;

    @BeforeAll
    static void startServers() {
        first = MySqlServer.start(serverFolder, "--server-id=1", "--performance-schema=OFF");
        second = MySqlServer.start(serverFolder, "--server-id=2", "--performance-schema=OFF");
        first.execute("RESET MASTER");
        second.execute("RESET MASTER");
        second.execute(
                "CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=" + first.port()
                        + ", SOURCE_USER='streamer', SOURCE_PASSWORD='streamer-pw', SOURCE_AUTO_POSITION=1,"
                        + " SOURCE_CONNECT_RETRY=1, GET_SOURCE_PUBLIC_KEY=1",
                "START REPLICA");
        StreamRig.createAccount(first);
        first.execute(
                "CREATE DATABASE shop",
                "CREATE TABLE shop.orders (id BIGINT PRIMARY KEY, name VARCHAR(50))",
                "CREATE TABLE shop.items (id BIGINT PRIMARY KEY, name VARCHAR(50))");
    }

    @AfterAll
    static void stopServers() {
        first.close();
        second.close();
    }

    @BeforeEach
    void createTopic() {
        topic = SharedServers.topic(StreamFailoverIT.class);
    }

    private StreamRig rig(MySqlServer... servers) {
        StreamRig rig = new StreamRig(folder, topic, SharedServers.kafka(), servers);
        rig.log.createTopic(topic, 2);
        ordersFile(rig, Map.of());
        return rig;
    }

    private void ordersFile(StreamRig rig, Map<String, Object> more) {
        rig.tableFile("orders", topic, "shop\\.orders", Map.of("id", "id", "name", "name"), more);
    }

    @Test
    @Order(1)
    void theReplicaThatTookOverIsReadOnFromTheSameTransaction() {
        try (StreamRig rig = rig(first, second)) {
            StreamRig.Running streamer = rig.start();
            rig.awaitPosition("orders is routed", at -> at.table("orders") != null);
            first.execute("INSERT INTO shop.orders VALUES (1, 'on the first'), (2, 'too')");
            StreamPosition before = rig.awaitLevel(first);
            Awaitility.await("the replica has it").atMost(StreamRig.LIMIT).until(() -> StreamRig.one(
                            second, "SELECT @@GLOBAL.gtid_executed")
                    .equals(StreamRig.one(first, "SELECT @@GLOBAL.gtid_executed")));
            first.kill();
            second.execute("STOP REPLICA", "RESET REPLICA ALL");
            second.execute("UPDATE shop.orders SET name = 'on the second' WHERE id = 1");
            StreamPosition after = rig.awaitLevel(second);
            assertThat(after.serverUuid())
                    .isEqualTo(StreamRig.one(second, "SELECT @@server_uuid"))
                    .isNotEqualTo(before.serverUuid());
            assertThat(rig.log.changes(topic))
                    .extracting(change ->
                            change.row().get("id") + " " + change.row().get("name"))
                    .containsExactlyInAnyOrder("1 on the first", "2 too", "1 on the second");
            assertThat(streamer.status.source(StreamRig.SOURCE).server()).isEqualTo("127.0.0.1:" + second.port());
        }
    }

    @Test
    @Order(2)
    void aServerThatLacksWhatWasReadIsNotReadAndSaysWhat() {
        first.restart(); // it never saw what was written on the second
        try (StreamRig rig = rig(second, first)) {
            StreamRig.Running streamer = rig.start();
            rig.awaitPosition("orders is routed", at -> at.table("orders") != null);
            second.execute("INSERT INTO shop.orders VALUES (3, 'only here')");
            StreamPosition at = rig.awaitLevel(second);
            second.kill();
            Awaitility.await("the source is not reachable")
                    .atMost(StreamRig.LIMIT)
                    .until(() ->
                            streamer.status.source(StreamRig.SOURCE).health().state() == Health.State.RECONNECTING);
            first.execute("INSERT INTO shop.orders VALUES (4, 'a history of its own')");
            assertThat(streamer.awaitEnd()).isEqualTo(ExitCode.REFUSED);
            assertThat(streamer.status.source(StreamRig.SOURCE).health().why())
                    .contains("127.0.0.1:" + first.port() + " lacks transactions that are in the stream: ")
                    .contains(at.serverUuid());
            assertThat(rig.log.changes(topic)).hasSize(1);
        }
        second.restart();
    }

    @Test
    @Order(3)
    void aPurgedPositionIsRefusedWithACodeOfItsOwn() {
        try (StreamRig rig = rig(first)) {
            StreamRig.Running streamer = rig.start();
            rig.awaitPosition("orders is routed", at -> at.table("orders") != null);
            assertThat(streamer.stop()).isEqualTo(ExitCode.DONE);
            first.execute("INSERT INTO shop.orders VALUES (5, 'lost')");
            purge(first);
            StreamRig.Running late = rig.start();
            assertThat(late.awaitEnd()).isEqualTo(ExitCode.PURGED);
            assertThat(late.status.source(StreamRig.SOURCE).health().why())
                    .contains("has purged transactions that are not in the stream yet")
                    .contains(StreamRig.one(first, "SELECT @@server_uuid"));
        }
    }

    @Test
    @Order(4)
    void aTableWhosePlaceIsPurgedStaysStoppedUntilItsFileIsNew() {
        try (StreamRig rig = rig(first)) {
            String items = topic + "-items";
            rig.log.createTopic(items, 1);
            Map<String, String> mapping = Map.of("id", "id", "name", "name");
            Map<String, String> types = Map.of("id", "bigint", "name", "varchar(50)");
            rig.tableFile("items", items, "shop\\.items", mapping, Map.of("types", types));
            rig.start();
            rig.awaitPosition("both are routed", at -> at.tables().size() == 2);
            first.execute("ALTER TABLE shop.items ADD COLUMN colour INT", "INSERT INTO shop.items VALUES (1, 'x', 1)");
            rig.awaitPosition("items is stopped", at -> at.table("items").stopped() != null);
            purge(first);
            Map<String, String> wider = Map.of("id", "bigint", "name", "varchar(50)", "colour", "int");
            rig.tableFile("items", items, "shop\\.items", mapping, Map.of("types", wider));
            StreamPosition purged = rig.awaitPosition(
                    "items is stopped for another reason",
                    at -> at.table("items").stopped() != null
                            && at.table("items").stopped().reason().contains("purged"));
            assertThat(purged.table("items").behind()).isNotEqualTo(purged.gtidSet());
            first.execute("INSERT INTO shop.orders VALUES (6, 'others go on')");
            rig.awaitLevel(first);
            assertThat(rig.log.changes(topic)).hasSize(1);
            rig.tableFile(
                    "items",
                    items,
                    "shop\\.items",
                    mapping,
                    Map.of("types", wider, "ignore_columns", List.of("colour")));
            StreamPosition anew = rig.awaitPosition(
                    "items begins anew", at -> at.table("items").behind() == null);
            assertThat(GtidSet.parse(anew.table("items").since()).covers(GtidSet.parse(purged.gtidSet())))
                    .isTrue();
            first.execute("INSERT INTO shop.items VALUES (2, 'y', 1)");
            rig.awaitLevel(first);
            assertThat(rig.log.changes(items))
                    .extracting(change -> change.row().get("id"))
                    .containsExactly(2L);
        }
    }

    @Test
    @Order(5)
    void aConnectionThatGoesSilentIsMadeAnew() {
        try (StreamRig rig = rig(first)) {
            StreamRig.Running streamer = rig.start();
            rig.awaitPosition("orders is routed", at -> at.table("orders") != null);
            first.execute("INSERT INTO shop.orders VALUES (7, 'a')");
            rig.awaitLevel(first);
            first.restart();
            first.execute("INSERT INTO shop.orders VALUES (8, 'b')");
            rig.awaitLevel(first);
            assertThat(rig.log.changes(topic)).extracting(Change::row).hasSize(2);
            assertThat(streamer.isAlive()).isTrue();
        }
    }

    private static void purge(MySqlServer server) {
        server.execute("FLUSH BINARY LOGS");
        String newest = newestLog(server);
        Awaitility.await("the binlogs are purged")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    server.execute("PURGE BINARY LOGS TO '" + newest + "'");
                    return !StreamRig.one(server, "SELECT @@GLOBAL.gtid_purged").isEmpty()
                            && StreamRig.one(server, "SHOW BINARY LOGS").equals(newest);
                });
    }

    private static String newestLog(MySqlServer server) {
        return StreamRig.one(server, "SHOW MASTER STATUS");
    }
}
