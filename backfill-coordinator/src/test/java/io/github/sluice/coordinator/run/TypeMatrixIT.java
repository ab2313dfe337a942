package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.verify.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every MySQL type, as a key in each place and as a column with and without NULL, texts in several character sets, each
 * with the values at its bounds: planned from the catalogue, through DataX, topic and sink into the stand-in, and read back
 * by JDBC on both sides, past all code of ours.
 */
@Timeout(300)
class TypeMatrixIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How a value is read for the comparison. */
    private enum Read {
        NUMBER,
        DOUBLE,
        TEXT,
        BYTES,
        /** Texts of times: a fraction of zeros means nothing. */
        TIME,
        JSON
    }

    /** One type with the SQL literals of its values at the bounds. */
    private record Type(String name, Read read, List<String> values) {
        /** What MySQL is asked for. */
        String expression(String column) {
            return switch (read) {
                case NUMBER ->
                    name.startsWith("BIT") ? "CAST(" + column + "+0 AS CHAR)" : "CAST(" + column + " AS CHAR)";
                case DOUBLE -> column + "+0e0";
                case TIME, JSON -> "CAST(" + column + " AS CHAR)";
                case TEXT, BYTES -> column;
            };
        }
    }

    private static Type type(String name, Read read, String... values) {
        return new Type(name, read, List.of(values));
    }

    /** Types of key columns, a table each; the encoded key stays below 128 bytes. */
    private static final List<List<Type>> KEYS = List.of(
            List.of(
                    type("TINYINT", Read.NUMBER, "-128", "127", "0"),
                    type("TINYINT UNSIGNED", Read.NUMBER, "0", "255"),
                    type("SMALLINT", Read.NUMBER, "-32768", "32767"),
                    type("SMALLINT UNSIGNED", Read.NUMBER, "0", "65535"),
                    type("MEDIUMINT", Read.NUMBER, "-8388608", "8388607"),
                    type("MEDIUMINT UNSIGNED", Read.NUMBER, "0", "16777215"),
                    type("INT", Read.NUMBER, "-2147483648", "2147483647"),
                    type("INT UNSIGNED", Read.NUMBER, "0", "4294967295"),
                    type("BIGINT", Read.NUMBER, "-9223372036854775808", "9223372036854775807")),
            List.of(
                    type("BIGINT UNSIGNED", Read.NUMBER, "0", "18446744073709551615", "9223372036854775808"),
                    type("DECIMAL(12,0)", Read.NUMBER, "-999999999999", "999999999999"),
                    type(
                            "DECIMAL(30,0)",
                            Read.NUMBER,
                            "-999999999999999999999999999999",
                            "999999999999999999999999999999"),
                    type("DECIMAL(10,2)", Read.NUMBER, "-99999999.99", "99999999.99", "0.01"),
                    type("YEAR", Read.NUMBER, "1901", "2155", "0"),
                    type("BIT(1)", Read.NUMBER, "b'0'", "b'1'"),
                    type("BIT(40)", Read.NUMBER, "b'0'", "1099511627775"),
                    type("BIT(64)", Read.NUMBER, "b'0'", "18446744073709551615")),
            List.of(
                    type("DATE", Read.TIME, "'1000-01-01'", "'9999-12-31'", "'2024-02-29'"),
                    type(
                            "DATETIME(6)",
                            Read.TIME,
                            "'1000-01-01 00:00:00'",
                            "'9999-12-31 23:59:59.999999'",
                            "'2024-01-01 00:00:00.000001'"),
                    type("TIMESTAMP(3)", Read.TIME, "'1970-01-02 00:00:01'", "'2038-01-18 03:14:07.999'"),
                    type("TIME(6)", Read.TIME, "'-838:59:59'", "'838:59:59'", "'-00:00:00.000001'"),
                    type("ENUM('a','it''s','中文')", Read.TEXT, "'a'", "'it''s'", "'中文'")),
            List.of(
                    type("CHAR(4) CHARACTER SET utf8mb4", Read.TEXT, "'😀😀😀😀'", "''", "'a b'"),
                    type("VARCHAR(6) CHARACTER SET latin1", Read.TEXT, "'éüñßæÿ'", "''", "'A'"),
                    type("VARCHAR(4) CHARACTER SET gbk", Read.TEXT, "'数据同步'", "'x'"),
                    type("SET('a','b','c')", Read.TEXT, "''", "'a,b,c'", "'b'")));

    private static final List<Type> OTHERS = List.of(
            type("FLOAT", Read.DOUBLE, "-3.402823e38", "3.402823e38", "1.1", "-0e0"),
            type(
                    "DOUBLE",
                    Read.DOUBLE,
                    "-1.7976931348623157e308",
                    "1.7976931348623157e308",
                    "2.2250738585072014e-308",
                    "0.1"),
            type(
                    "DECIMAL(65,30)",
                    Read.NUMBER,
                    "-99999999999999999999999999999999999.999999999999999999999999999999",
                    "0.000000000000000000000000000001"),
            type("DECIMAL(38,10)", Read.NUMBER, "9999999999999999999999999999.9999999999", "-0.0000000001"),
            type("JSON", Read.JSON, "'{\"k\": [1.5, null, \"中\"]}'", "'[]'", "'\"text\"'"),
            type("BINARY(4)", Read.BYTES, "x'00ff0000'", "x'ffffffff'"),
            type("VARBINARY(300)", Read.BYTES, "x''", "x'000a0d22ff'"),
            type("TINYBLOB", Read.BYTES, "x'00'", "REPEAT(x'ff', 255)"),
            type("BLOB", Read.BYTES, "x''", "REPEAT(x'00', 65535)"),
            type("LONGBLOB", Read.BYTES, "x''", "REPEAT(x'1f', 70000)"),
            type("TINYTEXT", Read.TEXT, "''", "REPEAT('x', 255)"),
            type("TEXT CHARACTER SET utf8mb4", Read.TEXT, "''", "REPEAT('中', 21845)", "'tab\\tnl\\n\\\"q\\\\'"),
            type("TEXT CHARACTER SET latin1", Read.TEXT, "''", "REPEAT('é', 20000)"),
            type("MEDIUMTEXT CHARACTER SET utf16", Read.TEXT, "'中😀'", "''"),
            type("LONGTEXT", Read.TEXT, "''", "REPEAT('长', 20000)"),
            type("VARCHAR(20) CHARACTER SET utf8mb3", Read.TEXT, "REPEAT('界', 20)", "' x '"),
            type("VARCHAR(20) CHARACTER SET ascii", Read.TEXT, "REPEAT('~', 20)", "''"),
            type("VARCHAR(20) CHARACTER SET gb18030", Read.TEXT, "REPEAT('龘', 20)", "'😀'"));

    /** A table of the matrix: its columns by name, and how many rows it has. */
    private record Matrix(String name, Map<String, Type> columns, int rows) {}

    @TempDir
    Path folder;

    private House house;
    private Stage stage;
    private String ods;

    @Test
    void everyTypeInEveryPlaceArrivesAtItsBounds() throws Exception {
        house = new House(folder);
        stage = Stage.shared();
        ods = "ods_" + house.database;
        List<Matrix> tables = new ArrayList<>();
        for (int i = 0; i < KEYS.size(); i++) {
            tables.add(keys("m" + i, KEYS.get(i), i));
        }
        tables.add(others());
        SluiceSettings settings = settings(tables);

        List<TableOutcome> outcomes = House.run(settings, House.options(settings, Side.BOTH));

        assertThat(outcomes).extracting(TableOutcome::message).containsOnly("");
        assertThat(outcomes).extracting(TableOutcome::verdict).containsOnly(Optional.of(Verdict.EQUAL));
        for (Matrix table : tables) {
            assertThat(inStarRocks(table)).as(table.name()).isEqualTo(inMySql(table));
        }
    }

    /** The key's columns stand in the table in one order and in the key in another, the row's number at another place. */
    private Matrix keys(String name, List<Type> types, int turn) {
        Map<String, Type> columns = new TreeMap<>();
        List<String> definitions = new ArrayList<>(List.of("n INT NOT NULL"));
        List<String> key = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.put("k" + i, types.get(i));
            definitions.add("k" + i + " " + types.get(i).name() + " NOT NULL");
            key.add("k" + i);
        }
        key.add("n");
        Collections.rotate(key, turn + 1);
        house.mysql.execute("CREATE TABLE " + house.database + "." + name + " (" + String.join(", ", definitions)
                + ", PRIMARY KEY (" + String.join(", ", key) + "))");
        int rows = insert(name, columns, false);
        return new Matrix(name, columns, rows);
    }

    /** Every other type twice: NOT NULL and with a NULL in one row. */
    private Matrix others() {
        Map<String, Type> columns = new TreeMap<>();
        List<String> definitions = new ArrayList<>(List.of("n INT PRIMARY KEY"));
        for (int i = 0; i < OTHERS.size(); i++) {
            columns.put("r" + i, OTHERS.get(i));
            columns.put("z" + i, OTHERS.get(i));
            definitions.add("r" + i + " " + OTHERS.get(i).name() + " NOT NULL");
            definitions.add("z" + i + " " + OTHERS.get(i).name() + " NULL");
        }
        house.mysql.execute("CREATE TABLE " + house.database + ".others (" + String.join(", ", definitions)
                + ") CHARACTER SET utf8mb4 ROW_FORMAT=DYNAMIC");
        return new Matrix("others", columns, insert("others", columns, true));
    }

    /** One row for each value of the type that has the most, and one of NULLs in the columns that may be. */
    private int insert(String table, Map<String, Type> columns, boolean nulls) {
        int most = columns.values().stream()
                .mapToInt(type -> type.values().size())
                .max()
                .orElseThrow();
        int rows = most + (nulls ? 1 : 0);
        for (int row = 0; row < rows; row++) {
            List<String> values = new ArrayList<>(List.of(String.valueOf(row)));
            for (Map.Entry<String, Type> column : columns.entrySet()) {
                List<String> all = column.getValue().values();
                boolean nullable = column.getKey().startsWith("z");
                // one of the two columns of a type is a value ahead, so that not all that is long is in one record
                values.add(nullable && row == most ? "NULL" : all.get((row + (nullable ? 1 : 0)) % all.size()));
            }
            house.mysql.execute(
                    "SET time_zone = '+08:00'",
                    "INSERT INTO " + house.database + "." + table + " (n, " + String.join(", ", columns.keySet())
                            + ") VALUES (" + String.join(", ", values) + ")");
        }
        return rows;
    }

    private SluiceSettings settings(List<Matrix> tables) throws IOException {
        List<String> sources = tables.stream()
                .map(table -> "{source: " + house.database + "." + table.name() + "}")
                .toList();
        return house.settings(house.head()
                + house.sourceSections()
                + stage.targetSections(ods)
                + "tables: [" + String.join(", ", sources) + "]\n");
    }

    private List<String> inMySql(Matrix table) throws Exception {
        List<String> expressions = new ArrayList<>();
        table.columns().forEach((name, type) -> expressions.add(type.expression(name)));
        try (Connection connection = house.mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET time_zone = '+08:00'");
            return read(
                    statement,
                    "SELECT n, " + String.join(", ", expressions) + " FROM " + house.database + "." + table.name()
                            + " ORDER BY n",
                    table);
        }
    }

    private List<String> inStarRocks(Matrix table) throws Exception {
        try (Connection connection = stage.sql();
                Statement statement = connection.createStatement()) {
            return read(
                    statement,
                    "SELECT n, " + String.join(", ", table.columns().keySet()) + " FROM " + ods + "." + table.name()
                            + " ORDER BY n",
                    table);
        }
    }

    private static List<String> read(Statement statement, String sql, Matrix table) throws Exception {
        List<String> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                StringBuilder text = new StringBuilder("n=" + row.getInt(1));
                int at = 2;
                for (Map.Entry<String, Type> column : table.columns().entrySet()) {
                    text.append('\n')
                            .append(column.getKey())
                            .append(' ')
                            .append(column.getValue().name())
                            .append('=')
                            .append(value(row, at++, column.getValue().read()));
                }
                rows.add(text.toString());
            }
        }
        assertThat(rows).hasSize(table.rows());
        return rows;
    }

    private static String value(ResultSet row, int at, Read read) throws SQLException, IOException {
        if (row.getObject(at) == null) {
            return "NULL";
        }
        return switch (read) {
            case NUMBER -> number(row.getString(at));
            case DOUBLE -> Double.toString(row.getDouble(at));
            case TEXT -> "'" + row.getString(at) + "'";
            case BYTES -> HexFormat.of().formatHex(row.getBytes(at));
            // as it was sent: the driver cuts a DATETIME to the fraction that its column announces
            case TIME ->
                new String(row.getBytes(at), StandardCharsets.UTF_8)
                        .replaceAll("(\\.\\d*?)0+$", "$1")
                        .replaceAll("\\.$", "");
            case JSON -> JSON.readTree(row.getString(at)).toString();
        };
    }

    /** A boolean is 1 or 0, and 0.10 the same number as 0.1. */
    private static String number(String text) {
        return switch (text) {
            case "true" -> "1";
            case "false" -> "0";
            default -> new java.math.BigDecimal(text).stripTrailingZeros().toPlainString();
        };
    }
}
