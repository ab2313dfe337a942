package io.github.sluice.streamer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.engine.StreamLog.Change;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.wire.position.FilePosition;
import io.github.sluice.wire.position.GtidSet;
import io.github.sluice.wire.position.SourcePosition;
import io.github.sluice.wire.position.StreamPosition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guarantee: whatever happens to streamer and broker, every change of a row is in the topic exactly once and in the order
 * of its row (inventory #192, #196). Run with {@code -Dkills=200} for a long one and {@code -Dseed=N} for the same again.
 */
@Timeout(1800)
class StreamKillIT {
    private static final int KILLS = Integer.getInteger("kills", 4);
    private static final int KILLS_WITHOUT_GTID = Math.max(2, KILLS / 3);
    /**
     * A streamer that woke up replaced may wait a minute for its commit's answer (max.block.ms), then close, wait its longest
     * pause, and only then look who has written since.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private enum Blow {
        KILL_STREAMER,
        KILL_BROKER,
        REPLACE_A_FROZEN_STREAMER
    }

    @Test
    void everyChangeIsThereOnceAndInOrder(@TempDir Path folder) {
        survive(SharedServers.mysql(), folder, KILLS, Blow.values());
    }

    @Test
    void soItIsWithoutGtidsOverManyFiles(@TempDir Path folder) {
        try (MySqlServer mysql = MySqlServer.start(
                folder,
                "--gtid-mode=OFF",
                "--enforce-gtid-consistency=OFF",
                "--max-binlog-size=65536",
                "--performance-schema=OFF")) {
            survive(mysql, folder, KILLS_WITHOUT_GTID, Blow.KILL_STREAMER);
        }
    }

    private static void survive(MySqlServer mysql, Path folder, int kills, Blow... kinds) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        StreamRig.createAccount(mysql);
        String database = database(mysql);
        LiveWriter.createTables(mysql, database);
        try (KafkaBroker broker = KafkaBroker.start(folder, Map.of());
                StreamRig rig = new StreamRig(folder, "kill", broker, mysql).commitRows(50)) {
            rig.log.createTopic("orders", 3);
            rig.tableFile(
                    "orders",
                    "orders",
                    database + "\\.orders_\\d+",
                    Map.of("id", "id", "seq", "seq", "note", "note"),
                    Map.of("need_table", true, "key_columns", List.of("table_name", "id")));
            StreamerProcess streamer = StreamerProcess.start(rig, "128m");
            rig.awaitPosition("orders is routed", at -> at.table("orders") != null);
            try (LiveWriter writer = new LiveWriter(mysql, database, seed, 2, 1_000_000).start()) {
                Set<String> dead = new HashSet<>();
                for (Blow blow : blows(random, kills, kinds)) {
                    streamer = strike(blow, rig, streamer, random, dead);
                }
                writer.stop();
                rig.awaitLevel(mysql);
                streamer.stop();
                System.out.println(writer.transactions() + " transactions " + writer.counts());
                compare(writer, rig.log.changes("orders"), mysql, database, "seed " + seed);
            } finally {
                streamer.close();
            }
        }
    }

    private static String database(MySqlServer mysql) {
        if (mysql == SharedServers.mysql()) {
            return SharedServers.database(StreamKillIT.class);
        }
        mysql.execute("CREATE DATABASE shop");
        return "shop";
    }

    private static List<Blow> blows(Random random, int kills, Blow... kinds) {
        List<Blow> blows = new ArrayList<>();
        for (Blow kind : kinds) {
            blows.addAll(Collections.nCopies(kind == Blow.KILL_STREAMER ? kills : 1 + kills / 20, kind));
        }
        Collections.shuffle(blows, random);
        return blows;
    }

    /** @param dead writers that were killed */
    private static StreamerProcess strike(
            Blow blow, StreamRig rig, StreamerProcess streamer, Random random, Set<String> dead) {
        System.out.println(blow);
        StreamPosition before = rig.log.position();
        switch (blow) {
            case KILL_STREAMER -> {
                if (random.nextInt(3) > 0) {
                    awaitProgress(rig, before, 1 + random.nextInt(150));
                }
                streamer.endsWithin(Duration.ofMillis(random.nextInt(1200))); // perhaps while it still takes over
                assertThat(streamer.isAlive()).as(streamer.logTail()).isTrue();
                streamer.kill();
                dead.add(rig.log.position().writer());
                return StreamerProcess.start(rig, "128m");
            }
            case KILL_BROKER -> {
                awaitProgress(rig, before, 1 + random.nextInt(150));
                rig.broker.kill();
                rig.broker.restart();
                return streamer;
            }
            case REPLACE_A_FROZEN_STREAMER -> {
                // one that was frozen before it took over would, once it wakes, be the one that replaces
                rig.awaitPosition("the one to freeze has taken over", at -> !dead.contains(at.writer()));
                awaitProgress(rig, rig.log.position(), 1 + random.nextInt(150));
                streamer.freeze();
                StreamPosition frozen = rig.log.position();
                StreamerProcess second = StreamerProcess.start(rig.serverId(6002 + random.nextInt(1000)), "128m");
                rig.awaitPosition("the second one goes on", at -> !at.writer().equals(frozen.writer()));
                awaitProgress(rig, rig.log.position(), 20);
                streamer.resume();
                assertThat(streamer.endsWithin(PATIENCE))
                        .as(() -> "the first one ends: " + streamer.logTail() + streamer.threads())
                        .isTrue();
                assertThat(streamer.logTail()).contains("another streamer named kill has taken over");
                assertThat(second.isAlive()).isTrue();
                return second;
            }
        }
        throw new AssertionError(blow);
    }

    private static void awaitProgress(StreamRig rig, StreamPosition from, int transactions) {
        long had = count(from);
        rig.awaitPosition(transactions + " more transactions", at -> count(at) >= had + transactions);
    }

    private static long count(StreamPosition position) {
        SourcePosition reached = SourcePosition.parse(position.gtidSet());
        if (reached instanceof FilePosition place) { // about so many transactions of this test
            return FilePosition.numberOf(place.file()) * 200 + place.offset() / 500;
        }
        return ((GtidSet) reached).count();
    }

    private static void compare(
            LiveWriter writer, List<Change> changes, MySqlServer mysql, String database, String what) {
        Map<String, List<String>> said = new TreeMap<>();
        for (Change change : changes) {
            said.computeIfAbsent(
                            change.row().get("table_name") + "/" + change.row().get("id"), any -> new ArrayList<>())
                    .add(change.row().get("seq") + ":" + change.row().get("__op"));
        }
        assertThat(said).as(what).isEqualTo(writer.ledger());
        assertThat(new TreeSet<>(StreamLog.replayed(changes).values().stream()
                        .map(row -> row.get("table_name") + "/" + row.get("id") + "/" + row.get("seq") + "/"
                                + row.get("note"))
                        .toList()))
                .as(what)
                .isEqualTo(rows(mysql, database));
    }

    private static TreeSet<String> rows(MySqlServer mysql, String database) {
        TreeSet<String> rows = new TreeSet<>();
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("orders_0", "orders_1")) {
                try (ResultSet row = statement.executeQuery("SELECT id, seq, note FROM " + database + "." + table)) {
                    while (row.next()) {
                        rows.add(table + "/" + row.getLong(1) + "/" + row.getLong(2) + "/" + row.getString(3));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }
}
