package io.github.sluice.testbed.datax.plugin.mysqlreader;

import com.alibaba.datax.common.plugin.RecordSender;
import com.alibaba.datax.common.spi.Reader;
import com.alibaba.datax.common.util.Configuration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads MySQL tables or queries, one connection and one statement per task. */
public final class MysqlReader extends Reader {
    private static final Logger LOG = LoggerFactory.getLogger("CommonRdbmsReader$Task");

    /** Checks the parameters against the database and splits. */
    public static final class Job extends Reader.Job {
        @Override
        public void init() {
            new Preparation(getPluginJobConf()).run();
        }

        /** Runs each connection's first query as far as its first rows. */
        @Override
        public void preCheck() {
            init();
            for (Configuration connection : getPluginJobConf().getListConfiguration(Key.CONNECTION)) {
                Configuration first = getPluginJobConf().clone();
                first.set(Key.CONNECTION, List.of(connection));
                Configuration task = TaskSplit.of(first, 1).get(0);
                try (Connection database = connect(task);
                        ResultSet rows = query(database, task.getString(Key.QUERY_SQL))) {
                    rows.next();
                } catch (SQLException e) {
                    throw Database.queryFailed(e, task.getString(Key.QUERY_SQL));
                }
            }
        }

        @Override
        public List<Configuration> split(int adviceNumber) {
            return TaskSplit.of(getPluginJobConf(), adviceNumber);
        }

        @Override
        public void destroy() {
            // holds nothing
        }
    }

    /** Streams one query. */
    public static final class Task extends Reader.Task {
        @Override
        public void init() {
            // the connection belongs to startRead
        }

        @Override
        public void startRead(RecordSender recordSender) {
            Configuration task = getPluginJobConf();
            String sql = task.getString(Key.QUERY_SQL);
            String where = "jdbcUrl:[" + task.getString(Key.JDBC_URL) + "]";
            LOG.info("Begin to read record by Sql: [{}\n] {}.", sql, where);
            try (Connection connection = connect(task)) {
                Database.configure(connection, task.getList(Key.SESSION, List.<String>of(), String.class));
                new RowReader(query(connection, sql), task.getString(Key.MANDATORY_ENCODING, ""))
                        .sendAll(recordSender, getTaskPluginCollector());
                LOG.info("Finished read record by Sql: [{}\n] {}.", sql, where);
            } catch (SQLException e) {
                throw Database.queryFailed(e, sql);
            }
        }

        @Override
        public void destroy() {
            // closed in startRead
        }
    }

    private static Connection connect(Configuration task) {
        return Database.connect(
                task.getString(Key.JDBC_URL), task.getString(Key.USERNAME), task.getString(Key.PASSWORD));
    }

    private static ResultSet query(Connection connection, String sql) throws SQLException {
        return Database.query(connection, sql);
    }
}
