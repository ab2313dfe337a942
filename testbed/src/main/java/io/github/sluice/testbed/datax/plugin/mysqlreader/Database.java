package io.github.sluice.testbed.datax.plugin.mysqlreader;

import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.util.RetryUtil;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections and queries as DataX makes them, and what their failures are called. */
final class Database {
    /** What DataX adds to every URL. */
    static final String URL_SUFFIX =
            "yearIsDateType=false&zeroDateTimeBehavior=convertToNull&tinyInt1isBit=false&rewriteBatchedStatements=true";

    private static final Logger LOG = LoggerFactory.getLogger("DBUtil");
    private static final int LOGIN_SECONDS = 15;
    private static final int QUERY_SECONDS = 172_800;

    private Database() {}

    static String withSuffix(String jdbcUrl) {
        return jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + URL_SUFFIX;
    }

    /**
     * The first URL that answers; tried seven times over two minutes, or once.
     *
     * @param checks queries that must each give the single value 0 there
     */
    static String firstAnswering(List<String> urls, String user, String password, List<String> checks, boolean once) {
        try {
            return RetryUtil.executeWithRetry(
                    () -> {
                        for (String url : urls) {
                            if (!url.isBlank() && answers(url.trim(), user, password, checks)) {
                                return url.trim();
                            }
                        }
                        throw new SQLException("DataX无法连接对应的数据库");
                    },
                    once ? 1 : 7,
                    1000,
                    true);
        } catch (Exception e) {
            throw DataXException.asDataXException(
                    MysqlReaderErrorCode.CONN_DB_ERROR, "无法从:" + urls + " 中找到可连接的jdbcUrl.", e);
        }
    }

    private static boolean answers(String url, String user, String password, List<String> checks) {
        try (Connection connection = open(url, user, password)) {
            for (String check : checks) {
                if (!givesZero(connection, check)) {
                    LOG.warn("pre check failed. It should return one result:0, pre:[{}].", check);
                    return false;
                }
            }
            return true;
        } catch (SQLException | DataXException e) {
            LOG.warn("test connection of [{}] failed, for {}.", url, e.getMessage());
            return false;
        }
    }

    private static boolean givesZero(Connection connection, String check) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(check)) {
            return result.next() && result.getInt(1) == 0 && !result.wasNull() && !result.next();
        }
    }

    /** Tried nine times over some minutes. */
    static Connection connect(String url, String user, String password) {
        try {
            return RetryUtil.executeWithRetry(() -> open(url, user, password), 9, 1000, true);
        } catch (Exception e) {
            throw DataXException.asDataXException(
                    MysqlReaderErrorCode.CONN_DB_ERROR, "根据您配置的连接信息:" + url + "获取数据库连接失败.", e);
        }
    }

    private static Connection open(String url, String user, String password) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        try {
            Class.forName("com.mysql.jdbc.Driver");
            DriverManager.setLoginTimeout(LOGIN_SECONDS);
            return DriverManager.getConnection(url, properties);
        } catch (SQLException | ClassNotFoundException e) {
            throw DataXException.asDataXException(connectCode(String.valueOf(e.getMessage())), " 具体错误信息为：" + e);
        }
    }

    /** Runs the {@code session} statements of a task. */
    static void configure(Connection connection, List<String> session) {
        for (String sql : session) {
            LOG.info("execute sql:[{}]", sql);
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw DataXException.asDataXException(MysqlReaderErrorCode.SET_SESSION_ERROR, "session配置有误: " + sql, e);
            }
        }
    }

    /** Streams the result: the fetch size that mysqlreader sets whatever the user says. */
    static ResultSet query(Connection connection, String sql) throws SQLException {
        connection.setAutoCommit(false);
        Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(Integer.MIN_VALUE);
        statement.setQueryTimeout(QUERY_SECONDS);
        return statement.executeQuery(sql);
    }

    static DataXException queryFailed(Exception e, String sql) {
        return DataXException.asDataXException(
                queryCode(String.valueOf(e.getMessage())), "执行的SQL为: " + sql + " 具体错误信息为：" + e, e);
    }

    private static MysqlReaderErrorCode connectCode(String message) {
        if (message.contains("Unknown database")) {
            return MysqlReaderErrorCode.NO_DATABASE;
        }
        if (message.contains("Communications link failure")) {
            return MysqlReaderErrorCode.NO_SERVER;
        }
        return message.contains("Access denied") ? MysqlReaderErrorCode.WRONG_USER : MysqlReaderErrorCode.CONN_DB_ERROR;
    }

    private static MysqlReaderErrorCode queryCode(String message) {
        if (message.contains("Table") && message.contains("doesn't exist")) {
            return MysqlReaderErrorCode.NO_TABLE;
        }
        if (message.contains("SELECT command denied to user")) {
            return MysqlReaderErrorCode.NO_PRIVILEGE;
        }
        if (message.contains("Unknown column") && message.contains("field list")) {
            return MysqlReaderErrorCode.NO_COLUMN;
        }
        return message.contains("where clause")
                ? MysqlReaderErrorCode.WRONG_WHERE
                : MysqlReaderErrorCode.READ_RECORD_FAIL;
    }
}
