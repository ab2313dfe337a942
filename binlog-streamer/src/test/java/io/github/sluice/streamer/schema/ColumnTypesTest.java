package io.github.sluice.streamer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.type.MySqlType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "int(11)|int",
                "INTEGER|int",
                "int(8) unsigned zerofill|int unsigned",
                "bigint(20) unsigned|bigint unsigned",
                "bool|tinyint",
                "tinyint(1)|tinyint",
                "decimal|decimal(10,0)",
                "DECIMAL(20)|decimal(20,0)",
                "decimal(20, 6)|decimal(20,6)",
                "numeric(6,2) unsigned zerofill|decimal(6,2) unsigned",
                "float(7,4)|float",
                "double(10,2) unsigned|double unsigned",
                "double precision|double",
                "year(4)|year",
                "bit|bit(1)",
                "char|char(1)",
                "varchar(20)|varchar(20)",
                "binary(8)|binary(8)",
                "datetime(6)|datetime(6)",
                "timestamp(0)|timestamp",
                "ENUM('A','b (c)')|enum('A','b (c)')",
                "set('a','b')|set('a','b')",
                "geometrycollection as text|geomcollection as text",
                "point|point",
                "longtext|longtext",
                "json|json",
            })
    void eachTypeHasOneSpelling(String written, String canonical) {
        assertThat(ColumnTypes.canonical(written)).isEqualTo(canonical);
        assertThat(ColumnTypes.canonical(canonical)).isEqualTo(canonical);
        if (!canonical.equals("point")) {
            assertThat(MySqlType.parse(canonical).kind())
                    .isEqualTo(MySqlType.parse(written).kind());
        }
    }
}
