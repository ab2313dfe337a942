package io.github.sluice.testbed.starrocks.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of 10.2, the print forms of 10.6 and the key rule of 8.2. */
final class StarRocksTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tinyint(1)|tinyint(4)",
                "SmallInt|smallint(6)",
                "integer(9)|int(11)",
                "bigint|bigint(20)",
                "largeint|largeint(40)",
                "boolean|boolean",
                "float|float",
                "double|double",
                "decimal|decimal(10, 0)",
                "decimal(11)|decimal(11, 0)",
                "numeric(38,10)|decimal(38, 10)",
                "number(5)|decimal(5, 0)",
                "char|char(1)",
                "char(255)|char(255)",
                "varchar|varchar(1)",
                "varchar(1048576)|varchar(1048576)",
                "string|varchar(65533)",
                "text|varchar(65533)",
                "date|date",
                "datetime|datetime",
                "json|json",
                "varbinary|varbinary",
                "binary(9)|varbinary(9)"
            })
    void aGoodTypeIsPrintedWithItsWidth(String written, String printed) {
        assertThat(StarRocksType.parse(written)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bool",
                "float(7)",
                "float(7,2)",
                "double(8)",
                "double precision",
                "real",
                "text(9)",
                "datetime(6)",
                "mediumint",
                "timestamp",
                "year",
                "bit(1)",
                "enum('a')",
                "set('a')",
                "tinytext",
                "mediumtext",
                "longtext",
                "blob",
                "longblob",
                "nvarchar(9)",
                "uuid",
                "jsonb",
                "geometry",
                "int unsigned",
                "int(4) zerofill",
                "varchar(64*3)",
                "text(65535*3)",
                "char(256)",
                "varchar(1048577)",
                "varchar(0)",
                "decimal(39,0)",
                "decimal(0)",
                "decimal(5,6)",
                "varbinary(1048577)",
                "int(1,2)"
            })
    void aBadTypeIsRefused(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> StarRocksType.parse(written));
    }

    @ParameterizedTest
    @CsvSource({
        "decimal,false",
        "char(3),false",
        "float,false",
        "double,false",
        "json,false",
        "varbinary,false",
        "boolean,true",
        "largeint,true",
        "varchar(9),true",
        "date,true",
        "datetime,true",
        "bigint,true"
    })
    void onlySomeTypesMayBeKeys(String type, boolean allowed) {
        assertThat(StarRocksType.parse(type).allowedAsPrimaryKey()).isEqualTo(allowed);
    }

    @Test
    void aTextKeyCostsItsBytesAndTwoMoreUnlessItIsLast() {
        TableModel table = keyed("varchar(90)", "bigint", "varchar(90)");
        // 2 * 3 bytes + one zero byte + 1 for it + 2, then 8, then 4
        assertThat(table.encodedKeySize(new Object[] {"中文\0", 1L, "\0abc"})).isEqualTo(6 + 1 + 1 + 2 + 8 + 4);
        assertThat(keyed("varchar(200)").encodedKeySize(new Object[] {"\0" + "x".repeat(128)}))
                .isEqualTo(129);
        assertThat(keyed("boolean", "date", "largeint").encodedKeySize(new Object[3]))
                .isEqualTo(1 + 4 + 16);
    }

    @Test
    void lengthIsCountedInBytes() {
        StarRocksType five = StarRocksType.varchar(5);
        Values.check(five, "ab中");
        assertThat("ab中".getBytes(StandardCharsets.UTF_8)).hasSize(5);
        assertThatIllegalArgumentException().isThrownBy(() -> Values.check(five, "abc中"));
    }

    private static TableModel keyed(String... types) {
        List<ColumnModel> columns = new java.util.ArrayList<>();
        for (String type : types) {
            columns.add(new ColumnModel(
                    columns.size(),
                    "k" + columns.size(),
                    StarRocksType.parse(type),
                    false,
                    DefaultValue.NONE,
                    false,
                    true,
                    ""));
        }
        return new TableModel(
                1, 0, "d", "t", KeyModel.PRIMARY, columns, "", null, List.of("k0"), null, List.of(), Map.of(), 0);
    }
}
