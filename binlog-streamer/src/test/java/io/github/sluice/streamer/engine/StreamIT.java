package io.github.sluice.streamer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.engine.StreamLog.Change;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.position.StoppedTable;
import io.github.sluice.wire.position.StreamPosition;
import io.github.sluice.wire.position.TableDdl;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One source, one streamer, real servers: what goes into the topics, and which table stops when. */
@Timeout(300)
class StreamIT {
    private static final MySqlServer MYSQL = SharedServers.mysql();
    private static final Map<String, String> MAPPING = Map.of("id", "id", "name", "name", "amount", "amount");

    @TempDir
    Path folder;

    private String database;
    private String topic;
    private StreamRig rig;

    @BeforeAll
    static void createAccount() {
        StreamRig.createAccount(MYSQL);
    }

    @BeforeEach
    void prepare() {
        database = SharedServers.database(StreamIT.class);
        topic = SharedServers.topic(StreamIT.class);
        rig = new StreamRig(folder, topic, SharedServers.kafka(), MYSQL);
        rig.log.createTopic(topic, 3);
        MYSQL.execute(
                "CREATE TABLE " + database
                        + ".orders_0 (id BIGINT PRIMARY KEY, name VARCHAR(50) COLLATE utf8mb4_general_ci, amount DECIMAL(10,2))");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void insertsUpdatesAndDeletesArriveInOrder() {
        orders("orders");
        try (StreamRig.Running streamer = rig.start()) {
            rig.awaitPosition("orders is routed", at -> at.tables().containsKey("orders"));
            sql("INSERT INTO orders_0 VALUES (1, 'a', 1), (2, 'b', 2)");
            sql("UPDATE orders_0 SET amount = 9.5 WHERE id = 1");
            sql("DELETE FROM orders_0 WHERE id = 2");
            rig.awaitLevel(MYSQL);
            assertThat(streamer.stop()).isEqualTo(ExitCode.DONE);
        }
        List<Change> changes = rig.log.changes(topic);
        assertThat(changes).hasSize(4);
        assertThat(changes)
                .filteredOn(change -> change.row().get("id").equals(1L))
                .extracting(change -> change.row().get("amount"))
                .containsExactly("1.00", "9.50");
        assertThat(changes)
                .filteredOn(change -> change.row().get("id").equals(2L))
                .extracting(change -> change.row().get("__op"))
                .containsExactly(0L, 1L);
        assertThat(changes).filteredOn(Change::isDelete).first().satisfies(delete -> assertThat(delete.row())
                .containsEntry("name", "b")
                .containsEntry("amount", "2.00")
                .containsEntry("table_name", "orders_0")
                .containsEntry("db_name", database));
    }

    /** inventory #194: the target compares keys by bytes, so a change of letter case alone moves the row too. */
    @Test
    void aChangedKeyMovesTheRowAlsoInLetterCaseAlone() {
        sql("CREATE TABLE names (code VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY, amount DECIMAL(10,2))");
        sql("CREATE TABLE orders_1 LIKE orders_0");
        orders("orders");
        String names = topic + "-names";
        rig.log.createTopic(names, 2);
        rig.tableFile(
                "names",
                names,
                database + "\\.names",
                Map.of("code", "code", "amount", "amount"),
                Map.of("key_columns", List.of("code")));
        rig.start();
        rig.awaitPosition("both are routed", at -> at.tables().size() == 2);
        sql("INSERT INTO names VALUES ('abc', 1), ('x', 1)");
        sql("UPDATE names SET code = 'ABC' WHERE code = 'abc'", "UPDATE names SET amount = 2 WHERE code = 'x'");
        sql("INSERT INTO orders_0 VALUES (2, 'a', 1), (1, 'b', 1)");
        sql("UPDATE orders_0 SET id = id + 1 ORDER BY id DESC"); // 2 -> 3, then 1 -> 2
        sql(
                "START TRANSACTION",
                "DELETE FROM orders_0 WHERE id = 3",
                "INSERT INTO orders_1 VALUES (3, 'a', 1)",
                "COMMIT");
        rig.awaitLevel(MYSQL);
        assertThat(StreamLog.replayed(rig.log.changes(names)).values())
                .extracting(row -> row.get("code") + "=" + row.get("amount"))
                .containsExactlyInAnyOrder("ABC=1.00", "x=2.00");
        assertThat(rig.log.changes(names)).hasSize(5);
        assertThat(StreamLog.replayed(rig.log.changes(topic)).values())
                .extracting(row -> row.get("table_name") + "/" + row.get("id") + "/" + row.get("name"))
                .containsExactlyInAnyOrder("orders_0/2/b", "orders_1/3/a");
    }

    @Test
    void aTableThatDriftsStopsAloneAndGoesOnWhereItStopped() {
        sql("CREATE TABLE items_0 (id BIGINT PRIMARY KEY, name VARCHAR(50))");
        String items = topic + "-items";
        rig.log.createTopic(items, 2);
        orders("orders");
        itemsFile(items, Map.of("id", "id", "name", "name"), Map.of("id", "bigint", "name", "varchar(50)"));
        StreamRig.Running streamer = rig.start();
        rig.awaitPosition("both are routed", at -> at.tables().size() == 2);
        sql("INSERT INTO items_0 VALUES (1, 'before')");
        sql("ALTER TABLE items_0 ADD COLUMN colour VARCHAR(10)");
        // one transaction over both tables: one goes on, the other does not
        sql(
                "START TRANSACTION",
                "INSERT INTO orders_0 VALUES (1, 'a', 1)",
                "INSERT INTO items_0 VALUES (2, 'after', 'red')",
                "INSERT INTO orders_0 VALUES (2, 'b', 1)",
                "COMMIT");
        sql("UPDATE items_0 SET colour = 'blue' WHERE id = 1", "INSERT INTO orders_0 VALUES (3, 'c', 1)");
        StreamPosition stopped = rig.awaitLevel(MYSQL);
        StoppedTable why = stopped.table("items").stopped();
        assertThat(why.reason()).contains(database + ".items_0").contains("colour varchar(10)");
        assertThat(why.gtid()).isNotEmpty();
        assertThat(stopped.gtidSetOf("items")).isNotEqualTo(stopped.gtidSet());
        assertThat(streamer.status.healthy()).isFalse();
        assertThat(streamer.status.source(StreamRig.SOURCE).stoppedTables()).containsOnlyKeys("items");
        assertThat(rig.log.changes(topic)).hasSize(3);
        assertThat(rig.log.changes(items)).hasSize(1);

        // a restart changes nothing: it tries again and stops at the same place
        streamer.stop();
        streamer = rig.start();
        rig.awaitPosition(
                "the table is stopped again",
                at -> !at.writer().equals(stopped.writer())
                        && at.table("items").stopped() != null
                        && at.gtidSet().equals(stopped.gtidSet()));
        assertThat(rig.log.changes(items)).hasSize(1);

        itemsFile(
                items,
                Map.of("id", "id", "name", "name", "colour", "colour"),
                Map.of("id", "bigint", "name", "varchar(50)", "colour", "varchar(10)"));
        StreamPosition level = rig.awaitPosition(
                "the table has caught up", at -> at.table("items").behind() == null);
        assertThat(level.table("items").since()).isEqualTo(stopped.gtidSetOf("items"));
        assertThat(rig.log.changes(items))
                .extracting(
                        change -> change.row().get("id") + "/" + change.row().get("colour"))
                .containsExactlyInAnyOrder("1/null", "2/red", "1/blue");
        assertThat(rig.log.changes(topic))
                .as("nothing of the others is sent again")
                .hasSize(3);
        assertThat(streamer.status.healthy()).isTrue();
        sql("INSERT INTO items_0 VALUES (3, 'later', 'green')");
        rig.awaitLevel(MYSQL);
        assertThat(rig.log.changes(items)).hasSize(4);
    }

    private void itemsFile(String items, Map<String, String> mapping, Map<String, String> types) {
        rig.tableFile(
                "items",
                items,
                database + "\\.items_\\d+",
                mapping,
                Map.of("key_columns", List.of("id"), "types", types));
    }

    @Test
    void aNewFileIsTakenUpAtOnceAndANewShardFlowsFromItsFirstRow() {
        rig.start();
        StreamPosition empty =
                rig.awaitPosition("a position without tables", at -> at.tables().isEmpty());
        sql("INSERT INTO orders_0 VALUES (1, 'before the file', 1)");
        StreamPosition before = rig.awaitLevel(MYSQL);
        orders("orders");
        StreamPosition routed = rig.awaitPosition("the file is taken up", at -> at.table("orders") != null);
        assertThat(routed.table("orders").since()).isEqualTo(before.gtidSet()).isNotEqualTo(empty.gtidSet());
        assertThat(routed.table("orders").partitions()).isEqualTo(3);
        assertThat(routed.table("orders").digest()).hasSize(64);
        sql("INSERT INTO orders_0 VALUES (2, 'after', 1)");
        sql("CREATE TABLE orders_7 LIKE orders_0", "INSERT INTO orders_7 VALUES (1, 'new shard', 1)");
        StreamPosition level = rig.awaitLevel(MYSQL);
        assertThat(rig.log.changes(topic))
                .extracting(change -> change.row().get("name"))
                .containsExactlyInAnyOrder("after", "new shard");
        assertThat(level.table("orders").ddl()).extracting(TableDdl::kind).containsExactly("CREATE");
        assertThat(level.table("orders").ddl()).extracting(TableDdl::table).containsExactly(database + ".orders_7");
    }

    @Test
    void whatNoRowEventTellsIsReported() {
        orders("orders");
        rig.start();
        rig.awaitPosition("orders is routed", at -> at.table("orders") != null);
        sql(
                "CREATE TABLE orders_1 LIKE orders_0",
                "CREATE TABLE other LIKE orders_0",
                "CREATE INDEX by_name ON orders_0 (name)",
                "TRUNCATE TABLE orders_0",
                "RENAME TABLE orders_1 TO gone",
                "RENAME TABLE other TO orders_2",
                "DROP TABLE orders_2",
                "ALTER TABLE gone ADD COLUMN x INT");
        StreamPosition level = rig.awaitLevel(MYSQL);
        String in = database + ".";
        assertThat(level.table("orders").ddl())
                .extracting(ddl -> ddl.kind() + " " + ddl.table().replace(in, ""))
                .containsExactly(
                        "CREATE orders_1",
                        "TRUNCATE orders_0",
                        "RENAME orders_1 -> gone",
                        "RENAME other -> orders_2",
                        "DROP orders_2");
        assertThat(rig.log.changes(topic)).isEmpty();
    }

    @Test
    void aTableWaitsForItsTopicAndLosesNothing() {
        String later = topic + "-later";
        rig.tableFile("orders", later, database + "\\.orders_\\d+", MAPPING, Map.of("key_columns", List.of("id")));
        rig.start();
        StreamPosition stopped = rig.awaitPosition(
                "the table is refused",
                at -> at.table("orders") != null && at.table("orders").stopped() != null);
        assertThat(stopped.table("orders").stopped().reason()).contains("topic " + later + " does not exist");
        sql("INSERT INTO orders_0 VALUES (1, 'waits', 1)");
        rig.awaitLevel(MYSQL);
        rig.log.createTopic(later, 2);
        rig.awaitPosition("the table has caught up", at -> at.table("orders").behind() == null);
        assertThat(rig.log.changes(later))
                .extracting(change -> change.row().get("name"))
                .containsExactly("waits");
    }

    @Test
    void aTopicThatGrewPartitionsIsRefused() throws Exception {
        orders("orders");
        StreamRig.Running streamer = rig.start();
        rig.awaitPosition("orders is routed", at -> at.table("orders") != null);
        streamer.stop();
        try (var admin = org.apache.kafka.clients.admin.Admin.create(
                Map.of("bootstrap.servers", rig.broker.bootstrapServers()))) {
            admin.createPartitions(Map.of(topic, org.apache.kafka.clients.admin.NewPartitions.increaseTo(5)))
                    .all()
                    .get(30, java.util.concurrent.TimeUnit.SECONDS);
        }
        rig.start();
        StreamPosition stopped = rig.awaitPosition(
                "the table is refused", at -> at.table("orders").stopped() != null);
        assertThat(stopped.table("orders").stopped().reason()).contains("has 5 partitions, and had 3");
    }

    @Test
    void aRowAboveTheTopicsLimitStopsItsTableAndNothingElse() {
        sql("CREATE TABLE notes (id BIGINT PRIMARY KEY, body LONGTEXT)");
        String notes = topic + "-notes";
        rig.log.createTopic(notes, 1, Map.of("max.message.bytes", "100000"));
        rig.tableFile("notes", notes, database + "\\.notes", Map.of("id", "id", "body", "body"), Map.of());
        orders("orders");
        rig.start();
        rig.awaitPosition("both are routed", at -> at.tables().size() == 2);
        sql(
                "START TRANSACTION",
                "INSERT INTO notes VALUES (1, 'small')",
                "INSERT INTO notes VALUES (2, REPEAT('x', 60000))",
                "INSERT INTO orders_0 VALUES (1, 'a', 1)",
                "COMMIT");
        StreamPosition stopped = rig.awaitLevel(MYSQL);
        assertThat(stopped.table("notes").stopped().reason())
                .contains("above max.message.bytes 100000 of topic " + notes)
                .doesNotContain("xxx");
        assertThat(stopped.table("notes").behindPartial().rows()).isEqualTo(Map.of(database + ".notes", 1L));
        assertThat(rig.log.changes(topic)).hasSize(1);
        raiseLimit(notes);
        rig.start(); // a second process under the same name: it takes over, and tries the table again
        rig.awaitPosition("the table has caught up", at -> at.table("notes").behind() == null);
        assertThat(rig.log.changes(notes))
                .extracting(change -> change.row().get("id"))
                .as("the row before the large one is not sent twice")
                .containsExactly(1L, 2L);
    }

    private void raiseLimit(String name) {
        try (var admin = org.apache.kafka.clients.admin.Admin.create(
                Map.of("bootstrap.servers", rig.broker.bootstrapServers()))) {
            var resource = new org.apache.kafka.common.config.ConfigResource(
                    org.apache.kafka.common.config.ConfigResource.Type.TOPIC, name);
            var entry = new org.apache.kafka.clients.admin.ConfigEntry("max.message.bytes", "1000000");
            admin.incrementalAlterConfigs(Map.of(
                            resource,
                            List.of(new org.apache.kafka.clients.admin.AlterConfigOp(
                                    entry, org.apache.kafka.clients.admin.AlterConfigOp.OpType.SET))))
                    .all()
                    .get(30, java.util.concurrent.TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A transaction of 30,000 rows, cut into Kafka transactions of 500, and the streamer stopped somewhere within. */
    @Test
    void aLargeTransactionIsSentInPartsAndNoPartTwice() {
        sql("CREATE TABLE orders_1 LIKE orders_0");
        orders("orders");
        StreamRig.Running streamer = rig.start();
        rig.awaitPosition("orders is routed", at -> at.table("orders") != null);
        int rows = 30_000;
        sql(
                "SET SESSION cte_max_recursion_depth = 100000",
                "START TRANSACTION",
                "INSERT INTO orders_0 WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < "
                        + rows + ") SELECT i, CONCAT('row ', i), i FROM n",
                "INSERT INTO orders_1 SELECT * FROM orders_0 WHERE id <= 100",
                "UPDATE orders_0 SET amount = 0 WHERE id > 29900",
                "COMMIT");
        StreamPosition part = rig.awaitPosition("a part is committed", at -> at.partial() != null);
        assertThat(part.partial().total()).isBetween(500L, 30_200L);
        streamer.stop();
        assertThat(rig.log.changes(topic).size()).isLessThan(rows);
        rig.start();
        StreamPosition level = rig.awaitLevel(MYSQL);
        assertThat(level.partial()).isNull();
        List<Change> changes = rig.log.changes(topic);
        assertThat(changes).hasSize(rows + 100 + 100);
        assertThat(StreamLog.replayed(changes)).hasSize(rows + 100);
    }

    @Test
    void theSecondStreamerOfANameTakesOverAndTheFirstEnds() {
        orders("orders");
        StreamRig.Running first = rig.start();
        StreamPosition ofFirst = rig.awaitPosition("orders is routed", at -> at.table("orders") != null);
        rig.start(); // with the same server id: MySQL cuts off the first, Kafka fences it
        rig.awaitPosition("the second has taken over", at -> !at.writer().equals(ofFirst.writer()));
        assertThat(first.awaitEnd()).isEqualTo(ExitCode.FENCED);
        sql("INSERT INTO orders_0 VALUES (1, 'a', 1)");
        rig.awaitLevel(MYSQL);
        assertThat(rig.log.changes(topic)).hasSize(1);
    }

    /** The server's events name no columns (binlog_row_metadata=MINIMAL): only a stored history can. */
    @Test
    void columnsAreRightAlsoWhenTheyWereAlteredWhileNobodyRead() {
        assertThat(StreamRig.one(MYSQL, "SELECT @@GLOBAL.binlog_row_metadata")).isEqualTo("MINIMAL");
        orders("orders");
        StreamRig.Running streamer = rig.start();
        rig.awaitPosition("orders is routed", at -> at.table("orders") != null);
        sql("INSERT INTO orders_0 VALUES (1, 'first', 1)");
        rig.awaitLevel(MYSQL);
        streamer.stop();
        sql(
                "INSERT INTO orders_0 VALUES (2, 'second', 2)",
                "ALTER TABLE orders_0 MODIFY COLUMN amount DECIMAL(10,2) AFTER id",
                "INSERT INTO orders_0 VALUES (3, 3, 'third')",
                "ALTER TABLE orders_0 CHANGE name other VARCHAR(50)",
                "ALTER TABLE orders_0 ADD COLUMN name VARCHAR(50) FIRST",
                "INSERT INTO orders_0 VALUES ('fourth', 4, 4, 'not this')");
        rig.start();
        StreamPosition level = rig.awaitLevel(MYSQL);
        assertThat(level.schemaVersion()).isPositive();
        assertThat(rig.log.changes(topic))
                .extracting(change -> change.row().get("id") + " "
                        + change.row().get("name") + " " + change.row().get("amount"))
                .containsExactlyInAnyOrder("1 first 1.00", "2 second 2.00", "3 third 3.00", "4 fourth 4.00");
        assertThat(level.table("orders").ddl()).extracting(TableDdl::kind).containsExactly("ALTER", "ALTER", "ALTER");
    }

    @Test
    void aTableWithoutAKeyStopsBeforeItsFirstRow() {
        sql("CREATE TABLE keyless (id BIGINT, name VARCHAR(50))");
        orders("orders");
        rig.tableFile("keyless", topic, database + "\\.keyless", Map.of("id", "id"), Map.of());
        rig.start();
        StreamPosition at = rig.awaitPosition(
                "both are looked at", position -> position.tables().size() == 2);
        assertThat(at.table("keyless").stopped().reason()).contains("has no primary key");
        assertThat(at.table("orders").stopped()).isNull();
    }

    /** An idle source's position is written again and again, so that whoever waits for it sees us alive. */
    @Test
    void anIdleSourceStillShowsSignsOfLife() {
        rig.start();
        StreamPosition first = rig.awaitPosition("a position", at -> true);
        rig.awaitPosition(
                "a later one", at -> at.writtenAt().isAfter(first.writtenAt().plusSeconds(1)));
        // and transactions that nobody wants move it
        sql("CREATE TABLE unwanted (id INT PRIMARY KEY)", "INSERT INTO unwanted VALUES (1)");
        rig.awaitLevel(MYSQL);
    }

    private void orders(String key) {
        rig.tableFile(
                key,
                topic,
                database + "\\.orders_\\d+",
                MAPPING,
                Map.of(
                        "need_table",
                        true,
                        "database_column",
                        "db_name",
                        "table_column",
                        "table_name",
                        "key_columns",
                        List.of("db_name", "table_name", "id")));
    }

    private void sql(String... statements) {
        String[] all = new String[statements.length + 1];
        all[0] = "USE " + database;
        System.arraycopy(statements, 0, all, 1, statements.length);
        MYSQL.execute(all);
    }
}
