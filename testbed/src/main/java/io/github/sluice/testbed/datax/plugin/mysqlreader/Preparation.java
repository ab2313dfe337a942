package io.github.sluice.testbed.datax.plugin.mysqlreader;

import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.util.Configuration;
import com.alibaba.datax.common.util.ListUtil;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the job does to its parameters once: checks them, picks URLs, writes tables and columns out. */
final class Preparation {
    private static final Logger LOG = LoggerFactory.getLogger("OriginalConfPretreatmentUtil");

    private final Configuration parameter;
    private final String user;
    private final String password;

    Preparation(Configuration parameter) {
        this.parameter = parameter;
        this.user = parameter.getNecessaryValue(Key.USERNAME, MysqlReaderErrorCode.REQUIRED_VALUE);
        this.password = parameter.getNecessaryValue(Key.PASSWORD, MysqlReaderErrorCode.REQUIRED_VALUE);
    }

    void run() {
        if (parameter.getBool(Key.CHECK_SLAVE, false)) {
            throw DataXException.asDataXException(MysqlReaderErrorCode.CONF_ERROR, "checkSlave is not supported");
        }
        if (parameter.getInt(Key.FETCH_SIZE) != null) {
            LOG.warn("对 mysqlreader 不需要配置 fetchSize, mysqlreader 将会忽略这项配置.");
        }
        parameter.set(Key.FETCH_SIZE, Integer.MIN_VALUE);
        trimWhere();
        boolean tableMode = isTableMode();
        parameter.set(Key.IS_TABLE_MODE, tableMode);
        parameter.set(Key.TABLE_NUMBER, writeOutConnections(tableMode));
        if (tableMode) {
            writeOutColumns();
        } else {
            dropTableSettings();
        }
    }

    private void trimWhere() {
        String where = parameter.getString(Key.WHERE, "").trim();
        if (where.endsWith(";") || where.endsWith("；")) {
            where = where.substring(0, where.length() - 1);
        }
        if (!where.isEmpty()) {
            parameter.set(Key.WHERE, where);
        }
    }

    private List<Configuration> connections() {
        return parameter.getListConfiguration(Key.CONNECTION);
    }

    private boolean isTableMode() {
        List<Boolean> tableModes = new ArrayList<>();
        for (Configuration connection : connections()) {
            boolean tables = !connection.getString(Key.TABLE, "").isBlank();
            boolean queries = !connection.getString(Key.QUERY_SQL, "").isBlank();
            if (!tables && !queries) {
                throw DataXException.asDataXException(
                        MysqlReaderErrorCode.TABLE_QUERYSQL_MISSING, "table和querySql应该配置并且只能配置一个.");
            }
            if (tables && queries) {
                throw mixed();
            }
            tableModes.add(tables);
        }
        if (!ListUtil.checkIfValueSame(tableModes)) {
            throw mixed();
        }
        return tableModes.get(0);
    }

    private static DataXException mixed() {
        return DataXException.asDataXException(MysqlReaderErrorCode.TABLE_QUERYSQL_MIXED, "不能同时既配置table又配置querySql.");
    }

    /** Gives each connection one URL, with DataX's suffix, and its tables' full names; returns how many tables. */
    private int writeOutConnections(boolean tableMode) {
        boolean once = parameter.getBool(Key.DRY_RUN, false);
        List<String> checks = parameter.getList(Key.PRE_SQL, List.<String>of(), String.class);
        int tableCount = 0;
        List<Configuration> connections = connections();
        for (int i = 0; i < connections.size(); i++) {
            Configuration connection = connections.get(i);
            connection.getNecessaryValue(Key.JDBC_URL, MysqlReaderErrorCode.REQUIRED_VALUE);
            List<String> urls = connection.getList(Key.JDBC_URL, String.class);
            String url = Database.withSuffix(Database.firstAnswering(urls, user, password, checks, once));
            LOG.info("Available jdbcUrl:{}.", url);
            String place = Key.CONNECTION + "[" + i + "].";
            parameter.set(place + Key.JDBC_URL, url);
            if (tableMode) {
                List<String> tables = TableNames.expanded(connection.getList(Key.TABLE, String.class));
                parameter.set(place + Key.TABLE, tables);
                tableCount += tables.size();
            }
        }
        return tableCount;
    }

    /** Joins the columns as they are; only splitPk is looked up, in the first table, and not at all for a star. */
    private void writeOutColumns() {
        List<String> columns = parameter.getList(Key.COLUMN, List.<String>of(), String.class);
        if (columns.isEmpty()) {
            throw DataXException.asDataXException(MysqlReaderErrorCode.REQUIRED_VALUE, "您未配置读取数据库表的列信息.");
        }
        if (columns.equals(List.of("*"))) {
            LOG.warn("您未配置读取数据库表的列，当您的表字段个数、类型有变动时，可能影响任务正确性甚至会运行出错。");
            parameter.set(Key.COLUMN, "*");
            return;
        }
        String url = parameter.getString(Key.CONNECTION + "[0]." + Key.JDBC_URL);
        String table = parameter.getString(Key.CONNECTION + "[0]." + Key.TABLE + "[0]");
        List<String> existing = columnsOf(url, table);
        LOG.info("table:[{}] has columns:[{}].", table, String.join(",", existing));
        if (columns.contains("*")) {
            throw DataXException.asDataXException(MysqlReaderErrorCode.ILLEGAL_VALUE, "列配置中的*不能与其他列并存.");
        }
        parameter.set(Key.COLUMN_LIST, columns);
        parameter.set(Key.COLUMN, String.join(",", columns));
        String splitPk = parameter.getString(Key.SPLIT_PK, "");
        if (!splitPk.isBlank() && !ListUtil.valueToLowerCase(existing).contains(splitPk.toLowerCase(Locale.ROOT))) {
            throw DataXException.asDataXException(
                    MysqlReaderErrorCode.ILLEGAL_SPLIT_PK, "表:" + table + " 中没有主键名为:" + splitPk + ".");
        }
    }

    private List<String> columnsOf(String url, String table) {
        String sql = "select * from " + table + " where 1=2";
        try (Connection connection = Database.connect(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery(sql)) {
            ResultSetMetaData metaData = none.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= metaData.getColumnCount(); i++) {
                names.add(metaData.getColumnName(i));
            }
            return names;
        } catch (SQLException e) {
            throw Database.queryFailed(e, sql);
        }
    }

    private void dropTableSettings() {
        for (String useless : List.of(Key.COLUMN, Key.WHERE, Key.SPLIT_PK)) {
            String value = parameter.getString(useless, "");
            if (!value.isBlank() && !value.equals("[]")) {
                LOG.warn("您读取数据库表采用了querySql的方式, 所以您不需要再配置 {}.", useless);
                parameter.remove(useless);
            }
        }
    }
}
