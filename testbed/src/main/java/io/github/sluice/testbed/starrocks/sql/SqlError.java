package io.github.sluice.testbed.starrocks.sql;

/** An error as the MySQL port reports it (9.7): code, SQLSTATE, text. */
public final class SqlError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String sqlState;

    public SqlError(int code, String sqlState, String message) {
        super(message);
        this.code = code;
        this.sqlState = sqlState;
    }

    /** MySQL error code. */
    public int code() {
        return code;
    }

    /** Five characters. */
    public String sqlState() {
        return sqlState;
    }

    /** 1064, found by the parser. Line counts from 1, column from 0. */
    static SqlError syntax(int line, int column, String detail) {
        return new SqlError(
                1064,
                "42000",
                "Getting syntax error at line " + line + ", column " + column + ". Detail message: " + detail);
    }

    /** 1064, found by the analyzer. */
    public static SqlError analyzing(String detail) {
        return new SqlError(1064, "42000", "Getting analyzing error. Detail message: " + detail);
    }

    /** 1064 for what StarRocks may have but this stand-in has not; says so. */
    public static SqlError notInStandIn(String what) {
        return analyzing("The stand-in does not support " + what + ".");
    }

    /** 5501: SELECT, USE, connect. */
    public static SqlError unknownDatabase(String name) {
        return new SqlError(5501, "3F000", "Unknown database '" + name + "'");
    }

    /** 5502: SELECT, SHOW COLUMNS, DESC, DROP TABLE. */
    public static SqlError unknownTable(String name) {
        return new SqlError(5502, "42602", "Getting analyzing error. Detail message: Unknown table '" + name + "'.");
    }

    /** 1064: SHOW CREATE TABLE, INSERT, DELETE, TRUNCATE, ALTER. */
    public static SqlError tableNotFound(String name) {
        return analyzing("Table " + name + " is not found.");
    }

    /** 1046. */
    public static SqlError noDatabase() {
        return new SqlError(1046, "3D000", "No database selected");
    }
}
