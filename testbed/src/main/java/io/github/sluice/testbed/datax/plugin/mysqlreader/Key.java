package io.github.sluice.testbed.datax.plugin.mysqlreader;

/** The names of the reader's parameters, and of what a split adds to them. */
final class Key {
    static final String USERNAME = "username";
    static final String PASSWORD = "password";
    static final String COLUMN = "column";
    static final String WHERE = "where";
    static final String SPLIT_PK = "splitPk";
    static final String SPLIT_FACTOR = "splitFactor";
    static final String CONNECTION = "connection";
    static final String JDBC_URL = "jdbcUrl";
    static final String TABLE = "table";
    static final String QUERY_SQL = "querySql";
    static final String SESSION = "session";
    static final String PRE_SQL = "preSql";
    static final String CHECK_SLAVE = "checkSlave";
    static final String MANDATORY_ENCODING = "mandatoryEncoding";
    static final String FETCH_SIZE = "fetchSize";
    static final String DRY_RUN = "dryRun";

    static final String IS_TABLE_MODE = "isTableMode";
    static final String TABLE_NUMBER = "tableNumber";
    static final String COLUMN_LIST = "columnList";
    static final String PK_TYPE = "pkType";

    private Key() {}
}
