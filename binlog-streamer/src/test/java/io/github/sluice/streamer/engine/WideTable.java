package io.github.sluice.streamer.engine;

import io.github.sluice.testbed.mysql.MySqlServer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A table of 24 columns of many types, filled by MySQL itself. */
final class WideTable {
    private static final String COLUMNS = "Id bigint unsigned NOT NULL PRIMARY KEY, CompanyId bigint NOT NULL,"
            + " Qty int unsigned NOT NULL, Small smallint, Tiny tinyint unsigned, Price decimal(20,6) NOT NULL,"
            + " Rate double, Fl float, UserName varchar(200), Remark text, CreateTime datetime(3) NOT NULL,"
            + " UpdateTime timestamp(3) NULL, TsPlain timestamp NULL, BirthDay date, WorkTime time(3), Ext json,"
            + " Raw blob, Enabled bit(1), Flags bit(12), Status enum('new','paid','已发货','cancelled'),"
            + " Tags set('a','b','c','红色'), Yr year, NullCol varchar(20), Amount decimal(38,10)";
    private static final String ROW = "i, i % 1000, IF(i % 7 = 0, 4294967295, i), i % 65536 - 32768, i % 256,"
            + " i + 0.123456, i / 7, i / 3, CONCAT('张三 O''Brien \"q\" ', i),"
            + " CONCAT('备注信息第', i, '条 remark text 备注信息第', i, '条 remark text 备注信息第', i, '条 remark text'),"
            + " TIMESTAMP('2024-01-01') + INTERVAL i SECOND + INTERVAL 123000 MICROSECOND,"
            + " TIMESTAMP('2025-01-01') + INTERVAL i SECOND + INTERVAL 456000 MICROSECOND,"
            + " TIMESTAMP('2025-01-01') + INTERVAL i SECOND, DATE('1970-01-01') + INTERVAL i % 9000 DAY,"
            + " '10:30:15.250', JSON_OBJECT('k', i, 'name', CONCAT('值', i), 'arr', JSON_ARRAY(1, 2.5, true, null)),"
            + " REPEAT(CHAR(32 + i % 90), 40), i % 2, i % 4096, 1 + i % 4, 'b,c', 2000 + i % 30, NULL,"
            + " CAST(i AS DECIMAL(38,10)) + 1234567890123456789.123456789";

    private WideTable() {}

    static void create(MySqlServer server, String name) {
        server.execute("CREATE TABLE " + name + " (" + COLUMNS + ") DEFAULT CHARSET = utf8mb4");
    }

    /** Inserts rows 1 to {@code rows} in one transaction. */
    static void fill(MySqlServer server, String name, int rows) {
        server.execute(
                "SET SESSION cte_max_recursion_depth = " + (rows + 1),
                "INSERT INTO " + name + " WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < "
                        + rows + ") SELECT " + ROW + " FROM n");
    }

    static Map<String, String> mapping() {
        Map<String, String> mapping = new LinkedHashMap<>();
        for (String column : COLUMNS.replaceAll("\\([^)]*\\)", "").split(",")) {
            String name = column.trim().split(" ")[0];
            mapping.put(name, name.replaceAll("(?<!^)(?=[A-Z])", "_").toLowerCase(java.util.Locale.ROOT));
        }
        return mapping;
    }
}
