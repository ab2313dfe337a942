package io.github.sluice.testbed.starrocks.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.catalog.Accounts;
import io.github.sluice.testbed.starrocks.catalog.Catalog;
import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.DefaultValue;
import io.github.sluice.testbed.starrocks.catalog.ShowCreateTable;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import io.github.sluice.testbed.starrocks.sql.TokenCursor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 10.1 to 10.8: what CREATE TABLE takes, what it refuses, in which words. */
final class DdlTest {
    private static final String TAIL =
            " PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1" + " PROPERTIES(\"replication_num\"=\"1\")";

    @Test
    void theCanonicalStatementIsUnderstoodInAllItsParts() {
        TableModel table = create("""
                CREATE TABLE IF NOT EXISTS `ods`.`ods_device` (
                  `id` bigint NOT NULL COMMENT "id",
                  `company_name` varchar(256) NULL COMMENT "it's ""quoted\""",
                  `amount` decimal(18,4) NULL,
                  `state` int NULL DEFAULT "0",
                  `create_time` datetime NULL,
                  `extra` json NULL
                ) ENGINE=OLAP
                PRIMARY KEY(`id`)
                COMMENT "devices"
                DISTRIBUTED BY HASH(`id`) BUCKETS 4
                PROPERTIES ("replication_num" = "1", "enable_persistent_index" = "true");""");
        assertThat(table.name()).isEqualTo("ods_device");
        assertThat(table.isPrimaryKey()).isTrue();
        assertThat(table.keyColumns()).extracting(ColumnModel::name).containsExactly("id");
        assertThat(table.columns().get(1).comment()).isEqualTo("it's \"quoted\"");
        assertThat(table.columns().get(2).type()).isEqualTo(StarRocksType.decimal(18, 4));
        assertThat(table.columns().get(3).defaultValue()).isEqualTo(DefaultValue.of("0"));
        assertThat(table.buckets()).isEqualTo(4);
        assertThat(table.comment()).isEqualTo("devices");
    }

    @Test
    void showCreateTableHasTheExactFormOfThePage() {
        TableModel table =
                create("CREATE TABLE t (id bigint, k varchar(9), v decimal(11) DEFAULT '5' COMMENT 'a \"q\"',"
                        + " s string NOT NULL, at datetime DEFAULT CURRENT_TIMESTAMP) PRIMARY KEY(id, k) COMMENT 'a pk table'"
                        + " DISTRIBUTED BY HASH(id) BUCKETS 2 ORDER BY(v) PROPERTIES('replication_num'='1')");
        assertThat(ShowCreateTable.of(table)).isEqualTo("""
                CREATE TABLE `t` (
                  `id` bigint(20) NOT NULL COMMENT "",
                  `k` varchar(9) NOT NULL COMMENT "",
                  `v` decimal(11, 0) NULL DEFAULT "5" COMMENT "a \\"q\\"",
                  `s` varchar(65533) NOT NULL COMMENT "",
                  `at` datetime NULL DEFAULT CURRENT_TIMESTAMP COMMENT ""
                ) ENGINE=OLAP\s
                PRIMARY KEY(`id`, `k`)
                COMMENT "a pk table"
                DISTRIBUTED BY HASH(`id`) BUCKETS 2\s
                ORDER BY(`v`)
                PROPERTIES (
                "compression" = "LZ4",
                "enable_persistent_index" = "true",
                "fast_schema_evolution" = "true",
                "replicated_storage" = "true",
                "replication_num" = "1"
                );""");
    }

    @Test
    void whatShowCreateTablePrintsMakesTheSameTableAgain() {
        TableModel table =
                create("CREATE TABLE `a.b-c` (`select` bigint, 名字 varchar(30) NULL, 1abc json NULL, d date NULL"
                        + " DEFAULT '2024-01-02') PRIMARY KEY(`select`) DISTRIBUTED BY HASH(`select`)"
                        + " PROPERTIES('replication_num'='1')");
        String printed = ShowCreateTable.of(table);
        TableModel again = create(printed);
        assertThat(again.columns()).isEqualTo(table.columns());
        assertThat(ShowCreateTable.of(again)).isEqualTo(printed);
        assertThat(printed).contains("DISTRIBUTED BY HASH(`select`)\nPROPERTIES");
    }

    /** 10.1 and 10.8: each of these is refused by the grammar. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "id bigint, v int,", // what the seed's generator writes in every file
                "id bigint, PRIMARY KEY(id)",
                "id bigint, v varchar(9) COLLATE utf8_bin",
                "id bigint, v datetime ON UPDATE CURRENT_TIMESTAMP",
                "id bigint, v int UNSIGNED",
                "id bigint, v int(11) unsigned",
                "id bigint, v int ZEROFILL",
                "id bigint, v int UNIQUE KEY",
                "id bigint, v int COMMENT 'c' NOT NULL",
                "id bigint, v int DEFAULT '1' NOT NULL",
                "id bigint, v int DEFAULT 5",
                "id bigint, v boolean DEFAULT true",
                "id bigint, v text(65535)",
                "id bigint, v text(65535*3)",
                "id bigint, v varchar(64*3)",
                "id bigint, v longtext",
                "id bigint, v mediumtext",
                "id bigint, v tinytext",
                "id bigint, v blob",
                "id bigint, v blob(65535)",
                "id bigint, v longblob",
                "id bigint, v mediumint(9)",
                "id bigint, v double(10,2)",
                "id bigint, v double precision",
                "id bigint, v float(10)",
                "id bigint, v real",
                "id bigint, v timestamp",
                "id bigint, v timestamp(6)",
                "id bigint, v datetime(6)",
                "id bigint, v bit(1)",
                "id bigint, v bool",
                "id bigint, v year",
                "id bigint, v enum('a','b')",
                "id bigint, v set('a','b')",
                "id bigint, v nvarchar(9)",
                "id bigint, v uuid",
                "id bigint, v jsonb",
                "id bigint, v geometry",
                "id bigint, order int",
                "id bigint, desc varchar(9)",
                "id bigint, v int COMMENT it's",
                "id bigint, v int COMMENT 名字",
                "id bigint, my-name int",
                "id bigint, FOREIGN KEY (id) REFERENCES t(id)"
            })
    void whatTheGrammarRefusesIsASyntaxError(String columns) {
        SqlError error = refused("CREATE TABLE t (" + columns + ")" + TAIL);
        assertThat(error.code()).isEqualTo(1064);
        assertThat(error.sqlState()).isEqualTo("42000");
        assertThat(error.getMessage())
                .startsWith("Getting syntax error at line 1, column ")
                .contains("Detail message: ");
    }

    @Test
    void aSyntaxErrorSaysWhere() {
        assertThat(refused("CREATE TABLE t (\n  id bigint,\n  v mediumint(9)\n)" + TAIL))
                .hasMessageStartingWith(
                        "Getting syntax error at line 3, column 4. Detail message: Unexpected input" + " 'mediumint'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "id bigint, v time|Type:TIME of column:v does not support.",
                "id bigint, v char(256)|Char size must be <= 255: 256",
                "id bigint, v decimal(39,0)|DECIMAL's precision should range from 1 to",
                "id bigint, v int DEFAULT 'x'|Invalid default value for 'v': Invalid number format: x.",
                "id bigint, v varchar(2) DEFAULT 'xyz'|Invalid default value for 'v': Default value is too long: xyz.",
                "id bigint, v datetime DEFAULT '0000-00-00 00:00:00'|Invalid default value for 'v'",
                "id bigint, v int DEFAULT CURRENT_TIMESTAMP|Invalid default value for 'v'",
                "id bigint, v int NOT NULL DEFAULT NULL|Invalid default value for 'v'",
                "id bigint, v int AUTO_INCREMENT|AUTO_INCREMENT column must be BIGINT and NOT NULL",
                "v int, id bigint|Key columns must be the first few columns of the schema and the order  of the key columns must be consistent with the order of the schema.",
                "id decimal(20,0)|primary key column[id] type not supported: decimal(20, 0)",
                "id char(9)|primary key column[id] type not supported: char(9)",
                "id float|primary key column[id] type not supported: float",
                "id double|primary key column[id] type not supported: double",
                "id json|primary key column[id] type not supported: json",
                "id varbinary|primary key column[id] type not supported: varbinary",
                "id bigint NULL|primary key column[id] cannot be nullable.",
                "nid bigint|Key column(id) doesn't exist..",
                "id bigint, __op int|Column name [__op] is a system reserved name",
                "id bigint, v array<int>|stand-in does not support columns of type ARRAY",
                "id bigint, v int SUM|stand-in does not support aggregate columns"
            })
    void whatTheAnalyzerRefusesIsSaidInItsWords(String columns, String message) {
        SqlError error = refused("CREATE TABLE t (" + columns + ")" + TAIL);
        assertThat(error.code()).isEqualTo(1064);
        assertThat(error.getMessage())
                .startsWith("Getting analyzing error. Detail message: ")
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ENGINE=InnoDB PRIMARY KEY(id) DISTRIBUTED BY HASH(id)|Unknown engine name: InnoDB.",
                "ENGINE=OLAP CHARSET=utf8mb4 PRIMARY KEY(id) DISTRIBUTED BY HASH(id)|Unknown charset name: utf8mb4",
                "PRIMARY KEY(nope) DISTRIBUTED BY HASH(id)|Key column(nope) doesn't exist..",
                "PRIMARY KEY(id) DISTRIBUTED BY HASH(v)|Distribution column[v] is not key column",
                "PRIMARY KEY(id) DISTRIBUTED BY RANDOM|random distribution is not allowed",
                "PRIMARY KEY(id) PARTITION BY (v) DISTRIBUTED BY HASH(id)|Partition column[v] is not key column",
                "PRIMARY KEY(id) PARTITION BY RANGE(id) () DISTRIBUTED BY HASH(id)|stand-in does not support RANGE and LIST",
                "PRIMARY KEY(id) DISTRIBUTED BY HASH(id) PROPERTIES('foo'='bar')|Unknown properties: {foo=bar}",
                "UNIQUE KEY(id) DISTRIBUTED BY HASH(id)|stand-in does not support UNIQUE KEY tables",
                "PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 0|should be larger than zero"
            })
    void theRestOfTheStatementIsCheckedToo(String tail, String message) {
        assertThat(refused("CREATE TABLE t (id bigint, v int) " + tail))
                .hasMessageStartingWith("Getting analyzing error. Detail message: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS AUTO",
                "DISTRIBUTED BY HASH(id) PRIMARY KEY(id)",
                "PRIMARY KEY(id) DISTRIBUTED BY HASH(id) COMMENT 'late'",
                "PRIMARY KEY(id) DISTRIBUTED BY HASH(id) PROPERTIES('a'='b',)",
                "PRIMARY KEY(id) DISTRIBUTED BY HASH(id) PROPERTIES()",
                "PRIMARY KEY() DISTRIBUTED BY HASH(id)",
                "PRIMARY KEY(id) DISTRIBUTED BY HASH(id) nonsense"
            })
    void theOrderOfThePartsIsFixed(String tail) {
        assertThat(refused("CREATE TABLE t (id bigint, v int) " + tail)).hasMessageStartingWith("Getting syntax error");
    }

    @Test
    void duplicateNamesClashWithoutCase() {
        SqlError error = refused("CREATE TABLE t (id bigint, ID int)" + TAIL);
        assertThat(error.code()).isEqualTo(1060);
        assertThat(error.sqlState()).isEqualTo("42S21");
        assertThat(error).hasMessage("Duplicate column name 'ID'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b", "a<b", "a>b", "a!b", "a*b"})
    void someCharactersAreRefusedEvenQuoted(String name) {
        SqlError error = refused("CREATE TABLE t (id bigint, `" + name + "` int)" + TAIL);
        assertThat(error.code()).isEqualTo(1166);
    }

    @Test
    void decimalWithOneNumberHasNoFraction() {
        // 10.8: the seed's generator writes decimal(p+1) and so loses every fraction
        assertThat(create("CREATE TABLE t (id bigint, v decimal(11))" + TAIL)
                        .columns()
                        .get(1)
                        .type())
                .isEqualTo(StarRocksType.decimal(11, 0));
    }

    @Test
    void withoutReplicationNumOneBackendIsNotEnough() {
        assertThatThrownBy(() -> create("CREATE TABLE t1 (id bigint) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)"))
                .hasMessage(
                        "Getting analyzing error. Detail message: Table replication num should be less than or equal to"
                                + " the number of available backends. You can change this default by setting the replication_num"
                                + " table properties. Current available backends: [10001], table=t1, replication_num=3,"
                                + " default_replication_num=3");
    }

    private static SqlError refused(String sql) {
        SqlError error = catchThrowableOfType(SqlError.class, () -> create(sql));
        assertThat(error).as(sql).isNotNull();
        return error;
    }

    private static TableModel create(String sql) {
        Cluster cluster = new Cluster(StandInOptions.defaults(), new Accounts(""), new Catalog(), null);
        TokenCursor cursor = TokenCursor.statements(sql).get(0);
        DdlStatement.CreateTable statement = (DdlStatement.CreateTable) DdlParser.parse(cursor);
        return new TableAnalyzer(cluster, 3).analyze(statement, "db");
    }
}
