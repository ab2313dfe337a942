package io.github.sluice.testbed.datax.plugin.mysqlreader;

import com.alibaba.datax.common.constant.CommonConstant;
import com.alibaba.datax.common.util.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One task per query or table, or, with splitPk and more channels than tables, several per table. */
final class TaskSplit {
    private static final Pattern HOST = Pattern.compile("jdbc:mysql://(.+):\\d+/.+");
    private static final int DEFAULT_SPLIT_FACTOR = 5;

    private final Configuration parameter;
    /** Ranges per table; a connection with one table multiplies it by splitFactor for itself and all that follow. */
    private int partsPerTable;

    private TaskSplit(Configuration parameter, int channels) {
        this.parameter = parameter;
        if (isTableMode()) {
            partsPerTable = (int) Math.ceil(1.0 * channels / parameter.getInt(Key.TABLE_NUMBER));
        }
    }

    /** @param parameter after {@link Preparation} */
    static List<Configuration> of(Configuration parameter, int channels) {
        TaskSplit split = new TaskSplit(parameter, channels);
        List<Configuration> tasks = new ArrayList<>();
        for (Configuration connection : parameter.getListConfiguration(Key.CONNECTION)) {
            tasks.addAll(split.ofConnection(connection));
        }
        return tasks;
    }

    private boolean isTableMode() {
        return parameter.getBool(Key.IS_TABLE_MODE);
    }

    private List<Configuration> ofConnection(Configuration connection) {
        Configuration common = parameter.clone();
        String url = connection.getString(Key.JDBC_URL);
        common.set(Key.JDBC_URL, url);
        Matcher host = HOST.matcher(url);
        common.set(CommonConstant.LOAD_BALANCE_RESOURCE_MARK, host.matches() ? host.group(1) : null);
        common.remove(Key.CONNECTION);
        return isTableMode() ? ofTables(common, connection) : ofQueries(common, connection);
    }

    private static List<Configuration> ofQueries(Configuration common, Configuration connection) {
        List<Configuration> tasks = new ArrayList<>();
        for (String sql : connection.getList(Key.QUERY_SQL, String.class)) {
            Configuration task = common.clone();
            task.set(Key.QUERY_SQL, sql);
            tasks.add(task);
        }
        return tasks;
    }

    private List<Configuration> ofTables(Configuration common, Configuration connection) {
        List<String> tables = connection.getList(Key.TABLE, String.class);
        boolean ranges =
                partsPerTable > 1 && !parameter.getString(Key.SPLIT_PK, "").isBlank();
        if (ranges && tables.size() == 1) {
            partsPerTable *= parameter.getInt(Key.SPLIT_FACTOR, DEFAULT_SPLIT_FACTOR);
        }
        List<Configuration> tasks = new ArrayList<>();
        for (String table : tables) {
            Configuration task = common.clone();
            task.set(Key.TABLE, table);
            if (ranges) {
                tasks.addAll(new RangeSplit(task).into(partsPerTable));
            } else {
                task.set(Key.QUERY_SQL, select(task));
                tasks.add(task);
            }
        }
        return tasks;
    }

    /** The task's whole table, as far as {@code where} allows. */
    static String select(Configuration task) {
        String where = task.getString(Key.WHERE, "");
        String select = "select " + task.getString(Key.COLUMN) + " from " + task.getString(Key.TABLE) + " ";
        return where.isBlank() ? select : select + "where (" + where + ")";
    }
}
