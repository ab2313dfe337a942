package io.github.sluice.wire.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tinyint | INTEGER | c | -128 | 127",
                "tinyint(1) | INTEGER | c | -128 | 127",
                "bool | INTEGER | c | -128 | 127",
                "tinyint unsigned | INTEGER | c | 0 | 255",
                "smallint(5) unsigned zerofill | INTEGER | c | 0 | 65535",
                "mediumint | INTEGER | c | -8388608 | 8388607",
                "mediumint unsigned | INTEGER | c | 0 | 16777215",
                "INT | INTEGER | c | -2147483648 | 2147483647",
                "integer zerofill | INTEGER | c | 0 | 4294967295",
                "bigint(20) | INTEGER | c | -9223372036854775808 | 9223372036854775807",
                "year | INTEGER | CAST(c AS UNSIGNED) | 0 | 2155",
                "year(4) | INTEGER | CAST(c AS UNSIGNED) | 0 | 2155",
                "bit | INTEGER | CAST(c AS UNSIGNED) | 0 | 1",
                "bit(12) | INTEGER | CAST(c AS UNSIGNED) | 0 | 4095",
                "bit(63) | INTEGER | CAST(c AS UNSIGNED) | 0 | 9223372036854775807",
            })
    void integersHaveTheRangeOfTheirColumn(String text, WireKind kind, String select, long min, long max) {
        MySqlType type = MySqlType.parse(text);
        assertThat(type.kind()).isEqualTo(kind);
        assertThat(type.selectExpression("c")).isEqualTo(select);
        assertThat(type.minValue()).isEqualTo(min);
        assertThat(type.maxValue()).isEqualTo(max);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bigint unsigned | LARGE_INTEGER | c | 0 | 0 | 0 | true",
                "bit(64) | LARGE_INTEGER | CAST(c AS UNSIGNED) | 0 | 0 | 64 | true",
                "decimal(20,6) | DECIMAL | c | 20 | 6 | 0 | false",
                "decimal(20, 6) unsigned | DECIMAL | c | 20 | 6 | 0 | true",
                "numeric | DECIMAL | c | 10 | 0 | 0 | false",
                "decimal(7) | DECIMAL | c | 7 | 0 | 0 | false",
                "float | DOUBLE | c+0e0 | 0 | 0 | 0 | false",
                "float(7,4) unsigned | DOUBLE | c+0e0 | 0 | 0 | 0 | true",
                "double precision | DOUBLE | c | 0 | 0 | 0 | false",
                "double(10,2) | DOUBLE | c | 0 | 0 | 0 | false",
                "date | DATE | CAST(c AS CHAR) | 0 | 0 | 0 | false",
                "datetime | DATETIME | CAST(c AS CHAR) | 0 | 0 | 0 | false",
                "DateTime(6) | DATETIME | CAST(c AS CHAR) | 0 | 6 | 0 | false",
                "timestamp(3) | DATETIME | CAST(c AS CHAR) | 0 | 3 | 0 | false",
                "time(1) | TIME | CAST(c AS CHAR) | 0 | 1 | 0 | false",
                "char(10) | TEXT | c | 0 | 0 | 10 | false",
                "varchar(255) | TEXT | c | 0 | 0 | 255 | false",
                "longtext | TEXT | c | 0 | 0 | 0 | false",
                "binary(16) | BINARY | c | 0 | 0 | 16 | false",
                "varbinary(16) | BINARY | c | 0 | 0 | 16 | false",
                "mediumblob | BINARY | c | 0 | 0 | 0 | false",
                "json | JSON | c | 0 | 0 | 0 | false",
                "polygon as text | TEXT | ST_AsText(c) | 0 | 0 | 0 | false",
            })
    void everyOtherRowOfTheTable(
            String text, WireKind kind, String select, int precision, int scale, int length, boolean unsigned) {
        MySqlType type = MySqlType.parse(text);
        assertThat(type.kind()).isEqualTo(kind);
        assertThat(type.selectExpression("c")).isEqualTo(select);
        assertThat(type.precision()).isEqualTo(precision);
        assertThat(type.scale()).isEqualTo(scale);
        assertThat(type.length()).isEqualTo(length);
        assertThat(type.unsigned()).isEqualTo(unsigned);
        assertThat(MySqlType.parse(type.columnType())).isEqualTo(type);
    }

    @Test
    void membersAreReadAsInformationSchemaWritesThem() {
        assertThat(MySqlType.parse("enum('a','it''s','x\\\\y','n\\nr\\r0\\0t\t','逗,号','')")
                        .members())
                .containsExactly("a", "it's", "x\\y", "n\nr\r0\0t\t", "逗,号", "");
        assertThat(MySqlType.parse("SET('A','b')").members()).containsExactly("A", "b");
        assertThat(MySqlType.parse("text").members()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "enum(",
                "enum('a'",
                "enum('a',)",
                "enum('a'x)",
                "enum(a)",
                "set('a','b",
                "int(",
                "decimal(1,2,3)",
                "varchar(x)",
                "int unsigned unsigned2",
                "varchar(99999999999)",
                "bit(0)",
                "bit(65)",
                "int; drop table t"
            })
    void whatIsNoTypeIsRefused(String text) {
        assertThatThrownBy(() -> MySqlType.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"geometry", "point", "MULTIPOLYGON", "geomcollection", "geometrycollection"})
    void geometryIsRefusedWithAdvice(String text) {
        assertThatThrownBy(() -> MySqlType.parse(text))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining("leave the column out")
                .hasMessageContaining("ST_AsText");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector(3)", "uuid", "inet6", "interval"})
    void aTypeFromElsewhereIsRefusedWithAdvice(String text) {
        assertThatThrownBy(() -> MySqlType.parse(text))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining("CAST(column AS CHAR)");
    }
}
