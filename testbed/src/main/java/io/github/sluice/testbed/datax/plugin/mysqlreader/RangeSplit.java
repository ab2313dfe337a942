package io.github.sluice.testbed.datax.plugin.mysqlreader;

import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.util.Configuration;
import com.alibaba.datax.common.util.RangeSplitUtil;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts one table by splitPk: equal ranges between its least and greatest value, and one more task for NULL. */
final class RangeSplit {
    private static final Logger LOG = LoggerFactory.getLogger("SingleTableSplitUtil");
    private static final Set<Integer> INTEGERS = Set.of(Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.TINYINT);
    private static final Set<Integer> TEXTS =
            Set.of(Types.CHAR, Types.NCHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NVARCHAR);

    private final Configuration table;
    private final String splitPk;

    /** @param table the parameters with {@code jdbcUrl} and {@code table} of one table */
    RangeSplit(Configuration table) {
        this.table = table;
        this.splitPk = table.getString(Key.SPLIT_PK);
    }

    List<Configuration> into(int parts) {
        String[] ends = leastAndGreatest();
        table.set(Key.QUERY_SQL, TaskSplit.select(table));
        if (ends == null) {
            return List.of(table);
        }
        List<Configuration> tasks = new ArrayList<>();
        for (String range : ranges(ends, parts)) {
            tasks.add(restrictedTo(range));
        }
        tasks.add(restrictedTo(" " + splitPk + " IS NULL"));
        LOG.info(
                "After split(), allQuerySql=[\n{}\n].",
                String.join(
                        "\n",
                        tasks.stream()
                                .map(task -> task.getString(Key.QUERY_SQL))
                                .toList()));
        return tasks;
    }

    private Configuration restrictedTo(String condition) {
        String where = table.getString(Key.WHERE, "");
        Configuration task = table.clone();
        task.set(Key.QUERY_SQL, TaskSplit.select(table) + (where.isBlank() ? " where " : " and ") + condition);
        task.set(Key.WHERE, (where.isBlank() ? "" : "(" + where + ") and") + condition);
        return task;
    }

    /** Half open but for the last, which includes the greatest value. */
    private List<String> ranges(String[] ends, int parts) {
        boolean text = table.getString(Key.PK_TYPE).equals("pkTypeString");
        String quote = text ? "'" : "";
        List<String> bounds = text ? textBounds(ends, parts) : numberBounds(ends, parts);
        List<String> ranges = new ArrayList<>();
        for (int i = 1; i < bounds.size(); i++) {
            String comparison = i == bounds.size() - 1 ? "<=" : "<";
            ranges.add(String.format(
                    " (%s%s%s <= %s AND %s %s %s%s%s) ",
                    quote, bounds.get(i - 1), quote, splitPk, splitPk, comparison, quote, bounds.get(i), quote));
        }
        return ranges;
    }

    private static List<String> textBounds(String[] ends, int parts) {
        return Arrays.stream(RangeSplitUtil.doAsciiStringSplit(ends[0], ends[1], parts))
                .map(bound -> bound.replace("'", "''").replace("\\", "\\\\"))
                .toList();
    }

    private static List<String> numberBounds(String[] ends, int parts) {
        BigInteger[] bounds = RangeSplitUtil.doBigIntegerSplit(new BigInteger(ends[0]), new BigInteger(ends[1]), parts);
        return Arrays.stream(bounds).map(BigInteger::toString).toList();
    }

    /** Null for a table without values of splitPk. Sets {@code pkType}. */
    private String @Nullable [] leastAndGreatest() {
        String pk = splitPk.trim();
        String where = table.getString(Key.WHERE, "");
        String sql = "SELECT MIN(" + pk + "),MAX(" + pk + ") FROM "
                + table.getString(Key.TABLE).trim()
                + (where.isBlank() ? "" : " WHERE (" + where + " AND " + pk + " IS NOT NULL)");
        LOG.info("split pk [sql={}] is running... ", sql);
        try (Connection connection = Database.connect(
                        table.getString(Key.JDBC_URL), table.getString(Key.USERNAME), table.getString(Key.PASSWORD));
                ResultSet result = query(connection, sql)) {
            table.set(Key.PK_TYPE, pkType(result.getMetaData()));
            result.next();
            String least = result.getString(1);
            String greatest = result.getString(2);
            return least == null || greatest == null ? null : new String[] {least, greatest};
        } catch (SQLException e) {
            throw DataXException.asDataXException(MysqlReaderErrorCode.ILLEGAL_SPLIT_PK, "DataX尝试切分表发生错误.", e);
        }
    }

    private static ResultSet query(Connection connection, String sql) {
        try {
            return Database.query(connection, sql);
        } catch (SQLException e) {
            throw Database.queryFailed(e, sql);
        }
    }

    private static String pkType(ResultSetMetaData metaData) throws SQLException {
        int type = metaData.getColumnType(1);
        if (type == metaData.getColumnType(2) && INTEGERS.contains(type)) {
            return "pkTypeLong";
        }
        if (type == metaData.getColumnType(2) && TEXTS.contains(type)) {
            return "pkTypeString";
        }
        throw DataXException.asDataXException(MysqlReaderErrorCode.ILLEGAL_SPLIT_PK, "切分主键(splitPk)仅支持整数或者字符串类型.");
    }
}
