package io.github.sluice.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamload.LabelScheme;
import io.github.sluice.testbed.connect.ConnectWorker;
import io.github.sluice.testbed.starrocks.load.Fault;
import io.github.sluice.testbed.starrocks.load.FaultPoint;
import io.github.sluice.testbed.starrocks.load.Faults;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.key.DataKey;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged plugin folder on a real Connect worker: sealed records from a real Kafka into the stand-in. */
@Timeout(300)
final class SinkConnectorIT {
    private static ConnectBench bench;
    private static ConnectWorker worker;

    @BeforeAll
    static void start() throws SQLException {
        bench = new ConnectBench(SinkConnectorIT.class);
        worker = bench.startWorker();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @AfterEach
    void noFaults() {
        bench.starRocks.faults().clear();
    }

    /** inventory #6, #8, #46 */
    @Test
    void everyRowOfSeveralTopicsArrivesWithItsValues() throws Exception {
        bench.topic("sales.xx", 3);
        bench.topic("plain_topic", 1);
        String topic = "sales.xx";
        bench.sql(
                "CREATE TABLE d.`订单` (`编号` bigint NOT NULL, `金额` decimal(38,10) NULL, big largeint NULL,"
                        + " note varchar(400) NULL, j json NULL, b varbinary NULL) PRIMARY KEY(`编号`) DISTRIBUTED BY HASH(`编号`)");
        bench.versionsTable("plain_topic");
        int rows = 9_000;
        for (int i = 0; i < rows; i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("编号", i);
            row.put("金额", i + ".1234567890");
            row.put("big", "340282366920938463463374607431768" + (100_000 + i) / 1000);
            row.put("note", i % 7 == 0 ? null : "中文 😀 \t\n\"\\ " + i);
            row.put("j", "{\"b\": " + i + ", \"a\": \"x\"}");
            row.put("b", Base64.getEncoder().encodeToString(new byte[] {0, (byte) i}));
            row.put("__op", 0);
            bench.send(topic, i % 3, bench.seal(row));
        }
        Map<String, Object> delete = new LinkedHashMap<>();
        delete.put("编号", 4);
        delete.put("__op", 1);
        bench.send(topic, 1, bench.seal(delete)); // 4 % 3
        bench.flush();
        bench.sendVersions("plain_topic", 0, 500, 50);
        Map<String, String> config = bench.config(topic + ",plain_topic");
        config.put("starrocks.topic2table.map", topic + ":订单,plain_topic:plain_topic");
        config.put(
                "sluice.table.properties.订单.columns",
                "`编号`,`金额`,big,note,jt,bt,__op,j=parse_json(jt),b=to_binary(bt,'encode64')");
        config.put(
                "sluice.table.properties.订单.jsonpaths",
                "[\"$.编号\",\"$.金额\",\"$.big\",\"$.note\",\"$.j\",\"$.b\",\"$.__op\"]");
        config.put("transforms.decrypt.type", "com.starrocks.connector.kafka.transforms.DecryptJsonTransformation");
        config.remove("transforms.decrypt.secret.key.ref");
        config.put("transforms.decrypt.secret.key", "${env:SLUICE_KEY}");
        bench.create(worker, "several", config);

        bench.awaitCommitted("several", topic, 0, 3000);
        bench.awaitCommitted("several", topic, 1, 3001);
        bench.awaitCommitted("several", topic, 2, 3000);
        bench.awaitCommitted("several", "plain_topic", 0, 500);
        assertThat(bench.rows("SELECT count(*) FROM d.`订单`")).containsExactly("8999");
        assertThat(bench.rows("SELECT count(*) FROM d.`订单` WHERE `编号` = 4")).containsExactly("0");
        assertThat(bench.rows("SELECT `编号`, `金额`, note, j, hex(b) FROM d.`订单` WHERE `编号` IN (7, 257) ORDER BY `编号`"))
                .containsExactly(
                        "7|7.1234567890|null|{\"a\": \"x\", \"b\": 7}|0007",
                        "257|257.1234567890|中文 😀 \t\n\"\\ 257|{\"a\": \"x\", \"b\": 257}|0001");
        assertThat(bench.versions("plain_topic")).isEqualTo(ConnectBench.lastVersions(500, 50));
        assertThat(bench.request(worker, "GET", "/connectors/several/config", "")
                        .body())
                .contains("${env:SLUICE_KEY}")
                .doesNotContain(ConnectBench.KEY);
        assertThat(ConnectBench.log(worker)).doesNotContain(ConnectBench.KEY).doesNotContain("中文");
        bench.delete(worker, "several");
    }

    /** One topic per fault, all struck while one connector loads them. */
    @Test
    void everyFaultEndsWithTheRightRowsAndOffsetsOnlyBehindVisibleRows() throws Exception {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put(
                "drop_begin",
                Fault.at(FaultPoint.BACKEND_REQUEST, new Fault.Action.Drop()).forOperation("begin"));
        faults.put(
                "drop_in_body",
                Fault.at(FaultPoint.IN_BODY, new Fault.Action.Drop()).forOperation("load"));
        faults.put("drop_before_prepare", Fault.dropBeforeCommit().times(2));
        faults.put(
                "vanish_in_body",
                Fault.at(FaultPoint.IN_BODY, new Fault.Action.Vanish()).forOperation("load"));
        faults.put("lose_load_reply", Fault.loseReply().forOperation("load"));
        faults.put("lose_prepare_reply", Fault.loseReply().forOperation("prepare"));
        faults.put("lose_commit_reply", Fault.loseReply().forOperation("commit"));
        faults.put(
                "drop_commit",
                Fault.at(FaultPoint.FRONTEND_REQUEST, new Fault.Action.Drop())
                        .forOperation("commit")
                        .times(2));
        faults.put("fe_503", Fault.frontendStatus(503).forOperation("begin").times(2));
        faults.put("fe_500_commit", Fault.frontendStatus(500).forOperation("commit"));
        faults.put("versions", Fault.tooManyVersions().times(2));
        faults.put("dead_be", Fault.deadBackend().forOperation("load"));
        faults.put("slow_continue", Fault.slowContinue(Duration.ofSeconds(4)).forOperation("load"));
        faults.put("late_publish", Fault.pause(FaultPoint.PUBLISH));
        LabelScheme labels = new LabelScheme("sluice", "faults");
        Map<String, Faults.Planned> planned = new LinkedHashMap<>();
        for (Map.Entry<String, Fault> fault : faults.entrySet()) {
            String topic = fault.getKey();
            bench.topic(topic, 1);
            bench.versionsTable(topic);
            bench.sendVersions(topic, 0, 300, 40);
            planned.put(
                    topic, bench.starRocks.faults().plan(fault.getValue().forLabels(labels.connectorPrefix() + topic)));
        }
        Map<String, String> config = bench.config(String.join(",", faults.keySet()));
        config.put("sluice.load.threads", "4");
        config.put("sluice.buffer.max.rows", "100");
        bench.create(worker, "faults", config);

        assertThat(planned.get("late_publish").awaitHit(ConnectBench.LIMIT)).isTrue();
        for (String topic : faults.keySet()) {
            if (!topic.equals("late_publish")) {
                Awaitility.await(topic).atMost(ConnectBench.LIMIT).until(() -> {
                    bench.assertCommittedRowsAreVisible("faults", topic, topic, 40);
                    return bench.committed("faults", topic, 0) == 300;
                });
            }
        }
        assertThat(bench.versions("late_publish")).as("committed, not visible").isEmpty();
        assertThat(bench.committed("faults", "late_publish", 0)).isZero();
        planned.get("late_publish").release();
        bench.awaitCommitted("faults", "late_publish", 0, 300);
        for (String topic : faults.keySet()) {
            assertThat(bench.versions(topic)).as(topic).isEqualTo(ConnectBench.lastVersions(300, 40));
            assertThat(planned.get(topic).hits())
                    .as(topic)
                    .isEqualTo(faults.get(topic).times());
        }
        assertThat(bench.taskState(worker, "faults")).isEqualTo("RUNNING");
        bench.delete(worker, "faults");
    }

    // ---- bad records

    @Test
    void aRowThatStarRocksFiltersBecomesADeadLetterInItsOriginalBytes() throws Exception {
        bench.topic("filtered", 1);
        bench.topic("filtered_dead", 1);
        bench.versionsTable("filtered");
        List<byte[]> bad = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", i);
            row.put("version", i == 17 || i == 118 ? "MARKER-" + i : i);
            byte[] sealed = bench.seal(row);
            if (i == 17 || i == 118) {
                bad.add(sealed);
            }
            bench.send("filtered", 0, sealed);
        }
        bench.flush();
        Map<String, String> config = bench.config("filtered");
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", "filtered_dead");
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        bench.create(worker, "filtered", config);
        bench.awaitCommitted("filtered", "filtered", 0, 200);

        assertThat(bench.rows("SELECT count(*) FROM d.filtered")).containsExactly("198");
        List<ConsumerRecord<byte[], byte[]>> dead = bench.read("filtered_dead", 2);
        assertThat(dead).extracting(ConsumerRecord::value).containsExactlyElementsOf(bad);
        for (ConsumerRecord<byte[], byte[]> letter : dead) {
            StringBuilder headers = new StringBuilder();
            letter.headers().forEach(header -> headers.append(new String(header.value(), StandardCharsets.UTF_8)));
            assertThat(headers.toString())
                    .contains("topic filtered, partition 0, offset")
                    .contains("version")
                    .doesNotContain("MARKER");
        }
        assertThat(ConnectBench.log(worker)).doesNotContain("MARKER");
        bench.delete(worker, "filtered");
    }

    @Test
    void aRowThatStarRocksFiltersStopsTheTaskWhereThereAreNoDeadLetters() throws Exception {
        bench.topic("strict", 1);
        bench.versionsTable("strict");
        bench.sendVersions("strict", 0, 5, 10);
        bench.send("strict", 0, bench.seal(Map.of("id", 5, "version", "MARKER")));
        bench.sendVersions("strict", 6, 9, 10);
        Map<String, String> config = bench.config("strict");
        config.put("errors.tolerance", "all"); // but no topic: nothing may disappear
        bench.create(worker, "strict", config);

        assertThat(bench.awaitFailure(worker, "strict"))
                .contains("topic strict, partition 0, offset 5")
                .contains("version")
                .doesNotContain("MARKER");
        assertThat(bench.committed("strict", "strict", 0)).isLessThanOrEqualTo(5);
        bench.delete(worker, "strict");
    }

    /** inventory #179 */
    @Test
    void whatCannotBeDecryptedStopsTheTaskOrBecomesADeadLetter() throws Exception {
        bench.topic("sealed", 1);
        bench.topic("sealed_dead", 1);
        bench.versionsTable("sealed");
        bench.sendVersions("sealed", 0, 3, 10);
        byte[] plain = "{\"id\":3,\"version\":\"MARKER\"}".getBytes(StandardCharsets.UTF_8);
        byte[] foreign = EnvelopeV1.sealer(DataKey.fromHex(ConnectBench.KEY.replace('0', '9')))
                .seal(plain);
        bench.send("sealed", 0, plain);
        bench.send("sealed", 0, foreign);
        bench.sendVersions("sealed", 5, 8, 10);
        bench.create(worker, "sealed-strict", bench.config("sealed"));

        assertThat(bench.awaitFailure(worker, "sealed-strict"))
                .contains("topic sealed, partition 0, offset 3")
                .contains("cannot be decrypted")
                .doesNotContain("MARKER");
        assertThat(bench.committed("sealed-strict", "sealed", 0)).isLessThanOrEqualTo(3);
        bench.delete(worker, "sealed-strict");

        Map<String, String> config = bench.config("sealed");
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", "sealed_dead");
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        bench.create(worker, "sealed-tolerant", config);
        bench.awaitCommitted("sealed-tolerant", "sealed", 0, 8);
        assertThat(bench.read("sealed_dead", 2))
                .extracting(ConsumerRecord::value)
                .containsExactly(plain, foreign);
        assertThat(bench.rows("SELECT id FROM d.sealed ORDER BY id")).containsExactly("0", "1", "2", "5", "6", "7");
        bench.delete(worker, "sealed-tolerant");
    }

    @Test
    void aWrongKeyLoadsNothing() throws Exception {
        bench.topic("wrong_key", 1);
        bench.versionsTable("wrong_key");
        bench.sendVersions("wrong_key", 0, 3, 10);
        Map<String, String> config = bench.config("wrong_key");
        config.put("transforms.decrypt.secret.key.ref", "env:WRONG_KEY");
        bench.create(worker, "wrong-key", config);

        assertThat(bench.awaitFailure(worker, "wrong-key")).contains("topic wrong_key, partition 0, offset 0");
        assertThat(bench.versions("wrong_key")).isEmpty();
        bench.delete(worker, "wrong-key");
    }

    @Test
    void aQueryPortOutOfReachStopsTheTaskNamingTheKey() throws Exception {
        bench.topic("blind", 1);
        bench.versionsTable("blind");
        Map<String, String> config = bench.config("blind");
        config.put("starrocks.query.url", "127.0.0.1:1");
        bench.create(worker, "blind", config);

        assertThat(bench.awaitFailure(worker, "blind"))
                .contains("starrocks.query.url")
                .contains("127.0.0.1:1");
        bench.delete(worker, "blind");
    }

    @Test
    void wrongSettingsAreAllToldWhenTheConnectorIsCreated() throws Exception {
        Map<String, String> config = bench.config("a,b");
        config.put("starrocks.topic2table.map", "a");
        config.put("sink.properties.format", "csv");

        String reply = bench.request(
                        worker, "PUT", "/connectors/wrong/config", io.github.sluice.wire.json.Json.write(config))
                .body();
        assertThat(reply)
                .contains("starrocks.topic2table.map")
                .contains("sink.properties.format")
                .contains("found 'csv'");
    }
}
