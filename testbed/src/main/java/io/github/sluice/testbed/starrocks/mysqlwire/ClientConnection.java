package io.github.sluice.testbed.starrocks.mysqlwire;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.sql.ResultColumn;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import io.github.sluice.testbed.starrocks.sql.TokenCursor;
import io.github.sluice.testbed.starrocks.sql.Variables;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Serves one client until it leaves (9.2). One thread. */
final class ClientConnection implements Runnable {
    private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());

    private static final int QUIT = 1;
    private static final int INIT_DB = 2;
    private static final int QUERY = 3;
    private static final int FIELD_LIST = 4;
    private static final int PING = 14;
    private static final int CHANGE_USER = 17;
    private static final int STMT_PREPARE = 22;
    private static final int STMT_EXECUTE = 23;
    private static final int STMT_SEND_LONG_DATA = 24;
    private static final int STMT_CLOSE = 25;
    private static final int STMT_RESET = 26;
    private static final int RESET_CONNECTION = 31;

    private final Socket socket;
    private final Cluster cluster;
    private final StatementExecutor executor;
    private final Session session;

    ClientConnection(Socket socket, Cluster cluster, StatementExecutor executor, Session session) {
        this.socket = socket;
        this.cluster = cluster;
        this.executor = executor;
        this.session = session;
    }

    Session session() {
        return session;
    }

    /** Ends the connection from another thread. */
    void kill() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a connection", e);
        }
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            PacketChannel channel = new PacketChannel(socket.getInputStream(), socket.getOutputStream());
            Replies replies = new Replies(channel);
            Login login = new Login(channel, cluster, session);
            boolean entered = answered(replies, () -> {
                enter(login.connect());
                replies.ok(0, 0);
            });
            channel.flush();
            PreparedStatements prepared = new PreparedStatements(channel, executor.queries(), session);
            while (entered) {
                channel.newExchange();
                PayloadReader in = new PayloadReader(channel.read());
                session.touch();
                int command = in.int1();
                if (command == QUIT) {
                    return;
                }
                boolean done = answered(replies, () -> command(command, in, channel, login, prepared));
                channel.flush();
                if (!done && command == CHANGE_USER) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client is gone, which is how most connections end
            LOG.log(System.Logger.Level.DEBUG, "connection {0} ended: {1}", session.connectionId(), e.toString());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Runs work that answers; its failure is answered with an error packet, legal even between rows. */
    private static boolean answered(Replies replies, Work work) throws IOException {
        try {
            work.run();
            return true;
        } catch (SqlError e) {
            replies.error(e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a statement failed in the stand-in", e);
            replies.error(1105, "HY000", "The stand-in failed: " + e);
        }
        return false;
    }

    private void enter(@Nullable String database) {
        if (database != null) {
            executor.use(database, session);
        }
    }

    private void command(int command, PayloadReader in, PacketChannel channel, Login login, PreparedStatements prepared)
            throws IOException {
        Replies replies = new Replies(channel);
        switch (command) {
            case INIT_DB -> {
                executor.use(text(in), session);
                replies.ok(0, 0);
            }
            case QUERY -> query(text(in), channel);
            case FIELD_LIST -> fieldList(in.terminated(), channel, replies);
            case PING -> replies.ok(0, 0);
            case CHANGE_USER -> {
                String database = login.change(in);
                prepared.closeAll();
                session.reset(new Variables(cluster.options()));
                session.database(null);
                enter(database);
                replies.ok(0, 0);
            }
            case RESET_CONNECTION -> {
                prepared.closeAll();
                session.reset(new Variables(cluster.options()));
                replies.ok(0, 0);
            }
            case STMT_PREPARE -> prepared.prepare(text(in));
            case STMT_EXECUTE -> prepared.execute(in);
            case STMT_SEND_LONG_DATA -> prepared.longData(in);
            case STMT_CLOSE -> prepared.close(in);
            case STMT_RESET -> prepared.reset(in);
            default -> throw new SqlError(1047, "08S01", "Unsupported command(" + command + ")");
        }
    }

    /** All statements of the text, whatever the client's flags say; the first error ends it. */
    private void query(String sql, PacketChannel channel) throws IOException {
        List<TokenCursor> statements = TokenCursor.statements(sql);
        if (statements.isEmpty()) {
            throw new SqlError(1065, "42000", "Query was empty");
        }
        for (int i = 0; i < statements.size(); i++) {
            int status = i < statements.size() - 1 ? Replies.MORE_RESULTS : 0;
            executor.execute(statements.get(i), session, new WireResult(channel, false, status));
        }
    }

    private void fieldList(String table, PacketChannel channel, Replies replies) throws IOException {
        String database = session.database();
        if (database == null) {
            throw SqlError.noDatabase();
        }
        TableModel model = cluster.catalog().table(database, table);
        if (model == null) {
            throw SqlError.unknownTable(table);
        }
        for (ColumnModel column : model.columns()) {
            channel.write(WireType.definition(new ResultColumn(column.name(), column.type()))
                    .int1(0xFB));
        }
        replies.eof(0);
    }

    private static String text(PayloadReader in) {
        return new String(in.rest(), StandardCharsets.UTF_8);
    }
}
