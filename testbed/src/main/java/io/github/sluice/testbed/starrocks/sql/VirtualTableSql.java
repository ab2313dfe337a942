package io.github.sluice.testbed.starrocks.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sluice.testbed.starrocks.catalog.SqlText;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;

/** Writes a table made on demand as a JSON_TABLE, so that WHERE, ORDER BY and joins on it are MySQL's work. */
final class VirtualTableSql {
    private static final ObjectMapper JSON = new ObjectMapper();

    private VirtualTableSql() {}

    static String render(VirtualTable table) {
        StringBuilder sql = new StringBuilder("JSON_TABLE(").append(SqlText.string(rows(table.rows())));
        sql.append(", '$[*]' COLUMNS (");
        for (int i = 0; i < table.columns().size(); i++) {
            sql.append(i == 0 ? "" : ", ").append('v').append(i).append(' ');
            sql.append(columnType(table.columns().get(i)))
                    .append(" PATH '$[")
                    .append(i)
                    .append("]'");
        }
        return sql.append("))").toString();
    }

    private static String columnType(ResultColumn column) {
        return switch (column.type().kind()) {
            case CHAR, VARCHAR -> "MEDIUMTEXT CHARACTER SET utf8mb4";
            case BIGINT, INT -> "BIGINT";
            case DOUBLE -> "DOUBLE";
            case DATETIME -> "DATETIME(6)";
            default -> throw new IllegalStateException("no virtual columns of type " + column.type());
        };
    }

    private static String rows(List<Object[]> rows) {
        List<List<Object>> cells = rows.stream()
                .map(row -> Arrays.stream(row)
                        .map(cell -> cell instanceof LocalDateTime t ? SqlText.dateTime(t) : cell)
                        .toList())
                .toList();
        try {
            return JSON.writeValueAsString(cells);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
