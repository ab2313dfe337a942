package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WidestTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int|int|int",
                "int(11)|int|int",
                "tinyint|bigint|bigint",
                "int|int unsigned|bigint",
                "smallint unsigned|tinyint|mediumint",
                "smallint unsigned|int unsigned|int unsigned",
                "int unsigned|bigint unsigned|bigint unsigned",
                "decimal(10,2)|decimal(8,4)|decimal(12,4)",
                "datetime|datetime(3)|datetime(3)",
                "timestamp(6)|timestamp|timestamp(6)",
                "time|time(1)|time(1)",
                "varchar(10)|varchar(20)|varchar(20)",
                "char(30)|varchar(20)|varchar(30)",
                "char(3)|char(5)|char(5)",
                "text|mediumtext|mediumtext",
                "blob|tinyblob|blob",
                "binary(4)|binary(8)|varbinary(8)",
                "binary(4)|varbinary(3)|varbinary(4)",
                "bit(1)|bit(64)|bit(64)",
                "enum('a','b')|enum('b','c','a')|enum('b','c','a')",
                "set('a')|set('a','b')|set('a','b')",
                "year(4)|year|year",
                "float(7,4)|float|float",
            })
    void typesOfOneFamilyHaveOneThatHoldsBothWhicheverComesFirst(String one, String other, String both) {
        assertThat(WidestType.of(one, other)).contains(both);
        assertThat(WidestType.of(other, one)).contains(both);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int|varchar(10)",
                "bigint|bigint unsigned",
                "int|bigint unsigned",
                "int|year",
                "int|bit(8)",
                "float|double",
                "double|decimal(10,2)",
                "decimal(65,0)|decimal(65,30)",
                "date|datetime",
                "datetime|timestamp",
                "varchar(10)|text",
                "varbinary(10)|blob",
                "text|blob",
                "json|text",
                "enum('a','b')|enum('a','c')",
                "enum('a')|set('a')",
                "enum('a')|varchar(1)",
            })
    void otherTypesHaveNone(String one, String other) {
        assertThat(WidestType.of(one, other)).isEmpty();
        assertThat(WidestType.of(other, one)).isEmpty();
    }
}
