package io.github.sluice.streamer.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeFitTest {
    @ParameterizedTest(name = "{0} holds {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "int(11)             | int                 | true",
                "int                 | smallint unsigned   | true",
                "int                 | int unsigned        | false",
                "int unsigned        | int                 | false",
                "bigint              | int unsigned        | true",
                "bigint              | bigint unsigned     | false",
                "bigint unsigned     | bigint              | false",
                "bigint unsigned     | int unsigned        | true",
                "tinyint(1)          | bool                | true",
                "decimal(20,6)       | decimal(18,6)       | true",
                "decimal(20,6)       | decimal(20,4)       | false",
                "decimal(20,6)       | decimal(20,8)       | false",
                "decimal(20,6)       | double              | false",
                "double              | float               | true",
                "float               | double              | false",
                "float(7,4)          | float               | true",
                "datetime            | datetime(3)         | false",
                "datetime(6)         | datetime(3)         | true",
                "datetime            | timestamp           | false",
                "date                | datetime            | false",
                "varchar(20)         | varchar(10)         | true",
                "varchar(20)         | char(20)            | true",
                "varchar(20)         | varchar(21)         | false",
                "varchar(20)         | text                | false",
                "text                | tinytext            | true",
                "text                | mediumtext          | false",
                "varchar(20)         | varbinary(20)       | false",
                "varbinary(20)       | binary(20)          | true",
                "binary(8)           | binary(7)           | false",
                "blob                | longblob            | false",
                "longblob            | blob                | true",
                "json                | json                | true",
                "json                | text                | false",
                "'enum(''a'',''b'')' | 'enum(''b'')'       | true",
                "'enum(''a'')'       | 'enum(''a'',''b'')' | false",
                "'set(''a'',''b'')'  | 'enum(''a'')'       | false",
                "bit(8)              | bit(4)              | true",
                "bit(8)              | bit(9)              | false",
                "point as text       | point               | true",
                "year                | year                | true",
            })
    void aTypeFitsIfEveryValueKeepsItsText(String planned, String actual, boolean fits) {
        assertThat(TypeFit.fits(planned, actual)).isEqualTo(fits);
    }
}
