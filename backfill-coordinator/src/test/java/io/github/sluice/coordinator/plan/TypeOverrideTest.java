package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.wire.type.MySqlType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeOverrideTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tinyint|BIGINT|bigint",
                "int|integer|int",
                "int(11)|bigint(20)|bigint",
                "int unsigned|largeint|largeint",
                "bigint|decimal(19,0)|decimal(19,0)",
                "bigint unsigned|decimal(20)|decimal(20,0)",
                "bit(1)|tinyint|tinyint",
                "bit(1)|boolean|boolean",
                "bit(64)|largeint|largeint",
                "year|int|int",
                "decimal(20,6)|decimal(38, 8)|decimal(38,8)",
                "decimal(20,6)|varchar(23)|varchar(23)",
                "decimal(18,0)|bigint|bigint",
                "decimal(10,0)|string|varchar(65533)",
                "float|double|double",
                "date|varchar(10)|varchar(10)",
                "datetime(6)|varchar(26)|varchar(26)",
                "time|varchar(20)|varchar(20)",
                "varchar(50)|varchar(1000)|varchar(1000)",
                "varchar(50)|STRING|varchar(65533)",
                "enum('a','bbb')|varchar(3)|varchar(3)",
                "longtext|varchar(1048576)|varchar(1048576)",
                "json|json|json",
                "json|varchar(1048576)|varchar(1048576)",
                "varbinary(10)|varbinary(10)|varbinary(10)",
                "blob|varbinary|varbinary",
                "point as text|varchar(1048576)|varchar(1048576)",
            })
    void aTypeThatHoldsEveryValueIsTaken(String mysql, String wanted, String taken) {
        assertThat(TypeOverride.checked(wanted, MySqlType.parse(mysql), "utf8mb4", false))
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int unsigned|int|its values are 0 to 4294967295",
                "tinyint(1)|boolean|its values are -128 to 127, and a boolean knows 0 and 1",
                "bigint unsigned|bigint|its values are 0 to 18446744073709551615",
                "bigint|decimal(18,0)|which have more than 18 digits",
                "int|decimal(20,2)|without digits behind the point",
                "int|varchar(20)|must be one of boolean, tinyint",
                "decimal(20,6)|decimal(20,4)|14 digits before the point and 6 behind it",
                "decimal(20,6)|decimal(20,8)|14 digits before the point",
                "decimal(20,6)|double|must be varchar",
                "decimal(20,6)|varchar(22)|needs 23 bytes",
                "decimal(20,6)|decimal(40,6)|a decimal has 1 to 38 digits",
                "decimal(19,0)|bigint|its values are -9999999999999999999",
                "double|float|only double",
                "float|decimal(38,10)|only double",
                "date|datetime|must be varchar",
                "datetime|date|must be varchar",
                "datetime|varchar(19)|needs 26 bytes",
                "varchar(50)|varchar(199)|needs 200 bytes",
                "varchar(50)|char(200)|must be varchar",
                "longtext|string|needs 1048576 bytes",
                "varchar(5)|varchar(1048577)|a varchar has 1 to 1048576 bytes",
                "json|varchar(65533)|needs 1048576 bytes",
                "varbinary(10)|varbinary(9)|it needs 10 bytes",
                "blob|string|only varbinary holds bytes",
                "int|wide|must be one of boolean",
                "int|unsigned bigint|is no StarRocks type",
            })
    void aTypeThatLosesAValueIsRefusedWithTheReason(String mysql, String wanted, String reason) {
        assertThatThrownBy(() -> TypeOverride.checked(wanted, MySqlType.parse(mysql), "utf8mb4", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wanted)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int|decimal(10,0)|cannot be a decimal",
                "json|varchar(1048576)|cannot be a key column",
                "double|double|cannot be a key column",
            })
    void aKeyColumnKeepsATypeThatAKeyMayHave(String mysql, String wanted, String reason) {
        assertThatThrownBy(() -> TypeOverride.checked(wanted, MySqlType.parse(mysql), null, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
