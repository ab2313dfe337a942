package io.github.sluice.streamer.binlog;

import com.github.shyiko.mysql.binlog.network.SSLMode;
import io.github.sluice.streamer.schema.SchemaHistory;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Keeps what a reader hands on, and ends it after the transactions that a server had executed. */
final class Capture implements ChangeHandler {
    static final ZoneId ZONE = ZoneId.of("+08:00");
    private static final AtomicInteger SERVER_ID = new AtomicInteger(7_000);

    final List<SourceTransaction> begun = new ArrayList<>();
    final List<RowChange> rows = new ArrayList<>();
    final List<TableChange> ddl = new ArrayList<>();
    final List<BinlogPosition> commits = new ArrayList<>();
    final List<RefusedEventException> refused = new ArrayList<>();
    private boolean tolerant;
    private String last = "";
    private Runnable stop = () -> {};

    @Override
    public void begin(SourceTransaction transaction) {
        begun.add(transaction);
    }

    @Override
    public void row(RowChange change) {
        rows.add(change);
    }

    @Override
    public void ddl(TableChange change) {
        ddl.add(change);
    }

    @Override
    public void commit(BinlogPosition end) {
        commits.add(end);
        if (end.transaction().equals(last)) {
            stop.run();
        }
    }

    @Override
    public void idle(long atMillis) {}

    @Override
    public void refused(RefusedEventException event) {
        refused.add(event);
        if (!tolerant) {
            throw event;
        }
    }

    /** Takes charge of every refused event. */
    Capture tolerant() {
        tolerant = true;
        return this;
    }

    /** Reads from {@code start} until all that the server has executed by now has been read. */
    Capture read(MySqlServer mysql, StartPoint start, Predicate<TableId> wanted, SchemaHistory history)
            throws Exception {
        return read(server(mysql), executed(mysql), start, wanted, history);
    }

    Capture read(
            SourceServer server, String executed, StartPoint start, Predicate<TableId> wanted, SchemaHistory history)
            throws Exception {
        last = executed.replaceAll("^([^:]*):(?:.*[-:,])?(\\d+)$", "$1:$2");
        try (BinlogReader reader = new BinlogReader(server, wanted, history)) {
            stop = reader::close;
            reader.run(start, this);
        }
        return this;
    }

    static SourceServer server(MySqlServer mysql) {
        return SourceServer.of(
                        "127.0.0.1",
                        mysql.port(),
                        mysql.username(),
                        mysql.password(),
                        SERVER_ID.incrementAndGet(),
                        ZONE)
                .withTls(SSLMode.DISABLED);
    }

    static String executed(MySqlServer mysql) throws SQLException {
        return ask(mysql, "SELECT @@GLOBAL.gtid_executed").replaceAll("\\s", "");
    }

    static String ask(MySqlServer mysql, String query) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
