package io.github.sluice.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamload.LabelScheme;
import io.github.sluice.testbed.connect.ConnectWorker;
import io.github.sluice.testbed.starrocks.load.Fault;
import io.github.sluice.testbed.starrocks.load.FaultPoint;
import io.github.sluice.testbed.starrocks.load.Faults;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.MemberDescription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two workers, one of which dies or freezes in mid-load. Rows are versions of few keys, so that a row written by a former
 * owner after the new one shows as a version that is not the last.
 */
@Timeout(300)
final class SinkOwnershipIT {
    private static final int KEYS = 40;
    private ConnectBench bench;

    @BeforeEach
    void start() throws SQLException {
        bench = new ConnectBench(SinkOwnershipIT.class);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void aWorkerKilledInMidLoadIsFollowedWithoutLossOrStaleRows() throws Exception {
        Map<String, Fault> points = new LinkedHashMap<>();
        points.put("killed_in_body", Fault.pause(FaultPoint.IN_BODY).forOperation("load"));
        points.put("killed_loaded", Fault.pause(FaultPoint.BEFORE_REPLY).forOperation("load"));
        points.put("killed_prepared", Fault.pause(FaultPoint.BEFORE_REPLY).forOperation("prepare"));
        points.put("killed_committing", Fault.pause(FaultPoint.FRONTEND_REQUEST).forOperation("commit"));
        points.put("killed_committed", Fault.pause(FaultPoint.BEFORE_REPLY).forOperation("commit"));
        Map<String, Faults.Planned> planned = plan("killed", points);
        ConnectWorker first = bench.startWorker();
        bench.create(first, "killed", config("killed", points));
        ConnectWorker second = bench.startWorker();
        ConnectWorker owner = ownerOf("killed", first, second);
        for (Faults.Planned point : planned.values()) {
            assertThat(point.awaitHit(ConnectBench.LIMIT))
                    .as(point.fault().toString())
                    .isTrue();
        }

        owner.kill();
        sendMore(points);
        awaitAll("killed", points);
        planned.values().forEach(Faults.Planned::release);
        assertNothingIsStale("killed", points);

        // and back: the killed worker comes up again and the survivor goes
        owner.restart();
        ConnectWorker survivor = owner == first ? second : first;
        survivor.kill();
        for (String topic : points.keySet()) {
            bench.sendVersions(topic, 400, 600, KEYS);
        }
        for (String topic : points.keySet()) {
            bench.awaitCommitted("killed", topic, 0, 600);
            assertThat(bench.versions(topic)).as(topic).isEqualTo(ConnectBench.lastVersions(600, KEYS));
        }
    }

    /**
     * Each topic's load is stopped at another point while the worker is frozen past its session timeout.
     *
     * <p>The topic whose begin is carried out only after the new owner has looked for unfinished loads has a connector of its
     * own: only the lease can stop it, while a load that was rolled back would warn the others.
     */
    @Test
    void aWorkerFrozenPastTheRebalanceAndContinuedWritesNoStaleRow() throws Exception {
        Map<String, Fault> early = new LinkedHashMap<>();
        early.put(
                "frozen_before_begin", Fault.pause(FaultPoint.FRONTEND_REQUEST).forOperation("begin"));
        Map<String, Fault> points = new LinkedHashMap<>();
        points.put("frozen_begun", Fault.pause(FaultPoint.BEFORE_REPLY).forOperation("begin"));
        points.put("frozen_in_body", Fault.pause(FaultPoint.IN_BODY).forOperation("load"));
        points.put("frozen_prepared", Fault.pause(FaultPoint.BEFORE_REPLY).forOperation("prepare"));
        points.put("frozen_committing", Fault.pause(FaultPoint.FRONTEND_REQUEST).forOperation("commit"));
        List<Faults.Planned> planned = new ArrayList<>(plan("early", early).values());
        planned.addAll(plan("frozen", points).values());
        // and one topic with rows that wait in the buffer
        bench.topic("frozen_buffered", 1);
        bench.versionsTable("frozen_buffered");
        ConnectWorker zombie = bench.startWorker();
        bench.create(zombie, "early", config("early", early));
        Map<String, String> config = config("frozen", points);
        config.put("topics", config.get("topics") + ",frozen_buffered");
        bench.create(zombie, "frozen", config);
        for (Faults.Planned point : planned) {
            assertThat(point.awaitHit(ConnectBench.LIMIT))
                    .as(point.fault().toString())
                    .isTrue();
        }
        bench.sendVersions("frozen_buffered", 0, 5, KEYS);

        zombie.freeze();
        bench.startWorker();
        sendMore(early);
        sendMore(points);
        bench.sendVersions("frozen_buffered", 5, 400, KEYS);
        points.put("frozen_buffered", Fault.dropBeforeCommit());
        awaitAll("early", early);
        awaitAll("frozen", points);
        planned.forEach(Faults.Planned::release);
        zombie.resume();

        Awaitility.await("the zombie has let go").atMost(ConnectBench.LIMIT).until(() -> {
            String log = ConnectBench.log(zombie);
            return log.contains("sink frozen-0 stops") && log.contains("sink early-0 stops");
        });
        Awaitility.await("nothing of it is left").atMost(ConnectBench.LIMIT).until(() -> bench.rows(
                        "SELECT LABEL FROM information_schema.loads WHERE STATE NOT IN" + " ('FINISHED','CANCELLED')")
                .isEmpty());
        assertThat(ConnectBench.log(zombie)).contains("the task stood still for");
        assertNothingIsStale("early", early);
        assertNothingIsStale("frozen", points);
    }

    /** The gap shows without any load under way, too; the worker keeps its partitions when nobody else takes them. */
    @Test
    void aWorkerFrozenForLessThanTheSessionReadsAgainAndGoesOn() throws Exception {
        bench.topic("alone", 1);
        bench.versionsTable("alone");
        ConnectWorker worker = bench.startWorker();
        bench.sendVersions("alone", 0, 100, KEYS);
        Map<String, String> config = bench.config("alone");
        config.put("consumer.override.session.timeout.ms", "30000");
        config.put("sluice.session.timeout.ms", "6000");
        bench.create(worker, "alone", config);
        bench.awaitCommitted("alone", "alone", 0, 100);

        worker.freeze();
        bench.sendVersions("alone", 100, 200, KEYS);
        long start = System.nanoTime();
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(ConnectBench.LIMIT)
                .until(() -> System.nanoTime() - start > Duration.ofSeconds(5).toNanos());
        worker.resume();

        bench.awaitCommitted("alone", "alone", 0, 200);
        assertThat(bench.versions("alone")).isEqualTo(ConnectBench.lastVersions(200, KEYS));
        assertThat(ConnectBench.log(worker))
                .contains("ownership of the partitions is in doubt")
                .contains("ownership of the partitions is confirmed by 3 heartbeat answers");
    }

    private Map<String, Faults.Planned> plan(String connector, Map<String, Fault> points) throws Exception {
        LabelScheme labels = new LabelScheme("sluice", connector);
        Map<String, Faults.Planned> planned = new LinkedHashMap<>();
        for (Map.Entry<String, Fault> point : points.entrySet()) {
            bench.topic(point.getKey(), 1);
            bench.versionsTable(point.getKey());
            bench.sendVersions(point.getKey(), 0, 200, KEYS);
            planned.put(
                    point.getKey(),
                    bench.starRocks
                            .faults()
                            .plan(point.getValue().forLabels(labels.connectorPrefix() + point.getKey())));
        }
        return planned;
    }

    private Map<String, String> config(String connector, Map<String, Fault> points) {
        Map<String, String> config = bench.config(String.join(",", points.keySet()));
        config.put("sluice.load.threads", "8");
        return config;
    }

    /** Newer versions of every key, while the owner is dead or frozen. */
    private void sendMore(Map<String, Fault> points) {
        for (String topic : points.keySet()) {
            bench.sendVersions(topic, 200, 400, KEYS);
        }
    }

    private void awaitAll(String connector, Map<String, Fault> points) {
        for (String topic : points.keySet()) {
            Awaitility.await(topic).atMost(ConnectBench.LIMIT).until(() -> {
                bench.assertCommittedRowsAreVisible(connector, topic, topic, KEYS);
                return bench.committed(connector, topic, 0) == 400;
            });
        }
    }

    private void assertNothingIsStale(String connector, Map<String, Fault> points) throws Exception {
        for (String topic : points.keySet()) {
            assertThat(bench.versions(topic)).as(topic).isEqualTo(ConnectBench.lastVersions(400, KEYS));
            assertThat(bench.committed(connector, topic, 0)).as(topic).isEqualTo(400);
        }
    }

    /** The worker on which task 0 runs, once the group has settled. */
    private ConnectWorker ownerOf(String connector, ConnectWorker... workers) {
        List<ConnectWorker> found = new ArrayList<>();
        Awaitility.await("owner of " + connector).atMost(ConnectBench.LIMIT).until(() -> {
            found.clear();
            List<MemberDescription> members = new ArrayList<>(bench.admin
                    .describeConsumerGroups(List.of("connect-" + connector))
                    .describedGroups()
                    .get("connect-" + connector)
                    .get()
                    .members());
            if (members.size() != 1) {
                return false;
            }
            for (ConnectWorker worker : workers) {
                try {
                    String log = ConnectBench.log(worker);
                    if (log.lastIndexOf("sink " + connector + "-0 opens")
                            > log.lastIndexOf("sink " + connector + "-0 stops")) {
                        found.add(worker);
                    }
                } catch (java.io.IOException e) {
                    throw new AssertionError(e);
                }
            }
            return found.size() == 1;
        });
        return found.get(0);
    }
}
