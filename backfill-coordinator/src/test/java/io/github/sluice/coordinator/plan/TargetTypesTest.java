package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.wire.type.MySqlType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTypesTest {
    /** Column "ours" of the type page, row by row (inventory #81, #186). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tinyint|tinyint",
                "tinyint(1)|tinyint",
                "tinyint unsigned|smallint",
                "smallint|smallint",
                "smallint unsigned|int",
                "mediumint|int",
                "mediumint unsigned|int",
                "int|int",
                "int(11)|int",
                "int unsigned|bigint",
                "bigint|bigint",
                "bigint unsigned|largeint",
                "bigint(20) unsigned zerofill|largeint",
                "decimal(20,6)|decimal(20,6)",
                "decimal(38,0)|decimal(38,0)",
                "decimal(39,2)|varchar(42)",
                "float|double",
                "float unsigned|double",
                "double|double",
                "bit(1)|boolean",
                "bit(8)|bigint",
                "bit(63)|bigint",
                "bit(64)|largeint",
                "date|date",
                "datetime|datetime",
                "datetime(6)|datetime",
                "timestamp(3)|datetime",
                "time(6)|varchar(17)",
                "year|smallint",
                "binary(8)|varbinary",
                "varbinary(100)|varbinary",
                "tinyblob|varbinary",
                "longblob|varbinary",
                "json|json",
                "char(10)|varchar(40)",
                "varchar(50)|varchar(200)",
                "varchar(0)|varchar(1)",
                "varchar(16383)|varchar(65532)",
                "tinytext|varchar(255)",
                "text|varchar(65535)",
                "mediumtext|varchar(1048576)",
                "longtext|varchar(1048576)",
                "enum('a','bbb','中文')|varchar(6)",
                "set('a','bb','c')|varchar(6)",
            })
    void aColumnKeepsEveryValueOfItsType(String mysql, String starrocks) {
        assertThat(TargetTypes.of(MySqlType.parse(mysql), "utf8mb4", false)).isEqualTo(starrocks);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bigint unsigned|largeint",
                "decimal(10,0)|bigint",
                "decimal(18,0)|bigint",
                "decimal(20,0)|largeint",
                "decimal(10,2)|varchar(13)",
                "char(8)|varchar(32)",
                "date|date",
                "datetime(3)|datetime",
                "bit(1)|boolean",
            })
    void aKeyColumnHasATypeThatStarRocksAllowsInAKey(String mysql, String starrocks) {
        assertThat(TargetTypes.of(MySqlType.parse(mysql), "utf8mb4", true)).isEqualTo(starrocks);
    }

    @ParameterizedTest
    @CsvSource({"float", "double", "json", "binary(16)", "blob"})
    void whatStarRocksDoesNotAllowInAKeyIsRefused(String mysql) {
        assertThatThrownBy(() -> TargetTypes.of(MySqlType.parse(mysql), null, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(mysql);
    }

    @Test
    void textIsAsWideAsItsCharacterSetCanBecomeInUtf8() {
        assertThat(TargetTypes.of(MySqlType.parse("varchar(10)"), "ascii", false))
                .isEqualTo("varchar(10)");
        // the euro sign is one byte in MySQL's latin1 (cp1252) and three in UTF-8
        assertThat(TargetTypes.of(MySqlType.parse("varchar(10)"), "latin1", false))
                .isEqualTo("varchar(30)");
        assertThat(TargetTypes.of(MySqlType.parse("varchar(10)"), "utf8mb3", false))
                .isEqualTo("varchar(30)");
        assertThat(TargetTypes.of(MySqlType.parse("varchar(10)"), "gb18030", false))
                .isEqualTo("varchar(40)");
        assertThat(TargetTypes.of(MySqlType.parse("tinytext"), "latin1", false)).isEqualTo("varchar(765)");
    }

    @Test
    void encodedKeysFollowStarRocksOwnRule() {
        assertThat(TargetTypes.encodedBytes("boolean", 0, false)).isEqualTo(1);
        assertThat(TargetTypes.encodedBytes("smallint", 0, false)).isEqualTo(2);
        assertThat(TargetTypes.encodedBytes("int", 0, false)).isEqualTo(4);
        assertThat(TargetTypes.encodedBytes("date", 0, false)).isEqualTo(4);
        assertThat(TargetTypes.encodedBytes("bigint", 0, true)).isEqualTo(8);
        assertThat(TargetTypes.encodedBytes("datetime", 0, true)).isEqualTo(8);
        assertThat(TargetTypes.encodedBytes("largeint", 0, true)).isEqualTo(16);
        assertThat(TargetTypes.encodedBytes("varchar(256)", 20, false)).isEqualTo(22);
        assertThat(TargetTypes.encodedBytes("varchar(256)", 20, true)).isEqualTo(20);
    }
}
