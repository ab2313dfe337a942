package io.github.sluice.coordinator.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.ColumnSpec.Origin;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
    @Test
    void textsCompareAsTheirBytesDo() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        int[] letters = {'a', 'A', ' ', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff};
        for (int i = 0; i < 20_000; i++) {
            String one = text(random, letters);
            String other = text(random, letters);
            int bytes = Arrays.compareUnsigned(
                    one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
            assertThat(Integer.signum(KeyColumn.compareBytes(one, other)))
                    .as("seed %d", seed)
                    .isEqualTo(Integer.signum(bytes));
        }
    }

    private static String text(Random random, int[] letters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    @Test
    void numbersCompareByNumberAlsoBeyondALong() {
        KeyOrder order = new KeyOrder(Tables.spec(
                List.of("big", "whole"),
                Tables.column("big", "bigint unsigned", "largeint"),
                Tables.column("whole", "decimal(20,0)", "largeint")));
        assertThat(order.compare(new RowKey("9", "5"), new RowKey("18446744073709551615", "-7")))
                .isNegative();
        assertThat(order.compare(new RowKey("10", "5"), new RowKey("10", "-7"))).isPositive();
    }

    @Test
    void decimalsThatStarRocksHoldsAsTextCompareAsText() {
        KeyOrder order =
                new KeyOrder(Tables.spec(List.of("price"), Tables.column("price", "decimal(10,2)", "varchar(13)")));
        assertThat(order.compare(new RowKey("9.00"), new RowKey("10.00"))).isPositive();
    }

    @Test
    void columnsThatNameTheShardComeFirstWhereverTheKeyHasThem() {
        KeyOrder order = new KeyOrder(Tables.spec(
                List.of("id", "db_name", "table_name"),
                Tables.column("id", "int", "int"),
                Tables.shardColumn("db_name", Origin.SHARD_DATABASE),
                Tables.shardColumn("table_name", Origin.SHARD_TABLE)));
        RowKey key = order.of(new Object[] {7L, "db", "t"});
        assertThat(key).isEqualTo(new RowKey("db", "t", 7L));
        assertThat(order.words(key)).containsExactly("id=7", "db_name=db", "table_name=t");
        assertThat(order.row(key)).containsExactly(7L, "db", "t");
        assertThat(order.parse(key.list())).isEqualTo(key);
    }

    @Test
    void keysWithoutAnOrderOrAValueAreRefused() {
        assertThatThrownBy(() -> new KeyOrder(Tables.spec(List.of("d"), Tables.column("d", "double", "double"))))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("key column d");
        KeyOrder order = new KeyOrder(Tables.texts());
        assertThatThrownBy(() -> order.of(new Object[] {null, "x", 1L})).hasMessageContaining("zero date");
    }

    @Test
    void rangesAreSpelledOutForIndexes() {
        List<Object> parameters = new ArrayList<>();
        KeyOrder order = new KeyOrder(Tables.spec(
                List.of("a", "b"),
                Tables.column("a", "bigint unsigned", "largeint"),
                Tables.column("b", "date", "date")));
        KeyRange range = new KeyRange(
                order.columns().stream()
                        .map(column -> SourceColumnText.of(column, true))
                        .toList(),
                parameters);
        assertThat(range.after(List.of("5", "2024-01-01")))
                .isEqualTo("`a` >= ? AND ((`a` > ?) OR (`a` = ? AND `b` > ?))");
        assertThat(range.upto(List.of("6", "2024-01-02")))
                .isEqualTo("`a` <= ? AND ((`a` < ?) OR (`a` = ? AND `b` <= ?))");
        BigDecimal five = new BigDecimal("5");
        BigDecimal six = new BigDecimal("6");
        assertThat(parameters).containsExactly(five, five, five, "2024-01-01", six, six, six, "2024-01-02");
    }

    @Test
    void anIndexIsTrustedOnlyWhereItHasTheOrder() {
        assertThat(indexed("int", "int", true)).isTrue();
        assertThat(indexed("bit(8)", "bigint", true)).isTrue();
        assertThat(indexed("decimal(20,0)", "largeint", true)).isTrue();
        assertThat(indexed("decimal(20,2)", "varchar(23)", true)).isFalse();
        assertThat(indexed("datetime(3)", "datetime", true)).isTrue();
        assertThat(indexed("timestamp", "datetime", true)).isTrue();
        assertThat(indexed("timestamp", "datetime", false)).isFalse();
        assertThat(indexed("time", "varchar(17)", true)).isFalse();
        assertThat(indexed("varchar(9)", "varchar(36)", true)).isFalse();
        assertThat(indexed("enum('b','a')", "varchar(4)", true)).isFalse();
    }

    private static boolean indexed(String type, String targetType, boolean fixedOffset) {
        KeyColumn column = KeyColumn.of(Tables.column("c", type, targetType), 0);
        return SourceColumnText.of(column, fixedOffset).indexed();
    }
}
