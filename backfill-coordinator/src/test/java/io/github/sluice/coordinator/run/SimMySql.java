package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.run.SimKafka.Row;
import io.github.sluice.coordinator.settings.SourceTables;
import io.github.sluice.coordinator.source.Catalogue;
import io.github.sluice.coordinator.source.MySqlPositions;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.ServerPositions;
import io.github.sluice.coordinator.source.Visibility;
import io.github.sluice.wire.position.SourcePosition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** A MySQL with one table or a part of it, a writer at work, and the binlog. Guarded by the servers. */
final class SimMySql {
    private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final int CHANGES = 40;

    private final SimServers servers;
    private final String name;
    private final TreeMap<Integer, String> rows = new TreeMap<>();
    private final List<Row> binlog = new ArrayList<>();
    private final Deque<Row> writes = new ArrayDeque<>();

    /**
     * @param name of the table's sources
     * @param writer whether somebody changes rows meanwhile
     */
    SimMySql(SimServers servers, String name, boolean writer) {
        this.servers = servers;
        this.name = name;
        SimTable table = servers.table();
        for (int id = 1; id <= table.rows(); id++) {
            if (table.source(id).equals(name)) {
                rows.put(id, "v" + id);
                binlog.add(new Row(id, "v" + id, false));
            }
        }
        Random random = new Random(5);
        for (int i = 0; writer && i < CHANGES; i++) {
            Row change = new Row(1 + random.nextInt(table.rows() + 10), "w" + i, random.nextInt(4) == 0);
            if (table.source(change.id()).equals(name)) {
                writes.add(change);
            }
        }
    }

    String name() {
        return name;
    }

    TreeMap<Integer, String> rows() {
        return rows;
    }

    List<Row> binlog() {
        return binlog;
    }

    /** The position behind the first transactions of the binlog. */
    static String position(int transactions) {
        return UUID + ":1-" + transactions;
    }

    /** The writer's next change; false if it has done its work. */
    boolean write() {
        Row next = writes.poll();
        if (next != null) {
            binlog.add(next);
            SimServers.put(rows, next);
        }
        return next != null;
    }

    /**
     * Throws all rows away without a row event, as TRUNCATE does.
     *
     * @return its transaction
     */
    String truncate() {
        rows.clear();
        binlog.add(null);
        return UUID + ":" + binlog.size();
    }

    ServerPositions positions() {
        return new ServerPositions() {
            @Override
            public void refuseUnlessFit(SourcePosition kind) {}

            @Override
            public MySqlPositions.End end(SourcePosition kind) {
                synchronized (servers) {
                    servers.goOn();
                    return new MySqlPositions.End(UUID, SourcePosition.parse(position(binlog.size())));
                }
            }

            @Override
            public Visibility visibility(SourcePosition kind, Collection<SourcePosition> sentBefore) {
                return preparedTransactions();
            }

            @Override
            public Visibility preparedTransactions() {
                return new Visibility() {
                    @Override
                    public boolean reached() {
                        return true;
                    }

                    @Override
                    public String missing() {
                        return "nothing";
                    }
                };
            }

            @Override
            public Optional<Duration> binlogRetention() {
                return Optional.of(Duration.ofDays(7));
            }

            @Override
            public void close() {}
        };
    }

    Catalogue catalogue() {
        List<PhysicalTable> physical = servers.table().physical(name);
        return new Catalogue() {
            @Override
            public List<PhysicalTable> tables(SourceTables wanted) {
                return physical;
            }

            @Override
            public List<PhysicalTable> tables(Collection<SourceTables> wanted) {
                return physical;
            }

            @Override
            public boolean isMariaDb() {
                return false;
            }

            @Override
            public long longestBytes(String database, String table, String column) {
                return 0;
            }
        };
    }
}
