package io.github.sluice.coordinator.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.plan.ColumnSpec.Origin;
import io.github.sluice.coordinator.plan.TableSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Repaired rows have the streamer's bytes: mapped columns, then database and table, then the operation as a number. */
class KafkaChangeSenderTest {
    @Test
    void mappedColumnsThenConstantsThenTheOperation() {
        TableSpec spec = Tables.spec(
                List.of("table_name", "db_name", "id"),
                Tables.shardColumn("table_name", Origin.SHARD_TABLE),
                Tables.shardColumn("db_name", Origin.SHARD_DATABASE),
                Tables.column("id", "bigint unsigned", "largeint"),
                Tables.column("amount", "decimal(10,2)", "decimal(10,2)"),
                Tables.column("rate", "double", "double"),
                Tables.column("note", "varchar(9)", "varchar(36)"));
        Object[] wire = {"orders_1", "shop", "18446744073709551615", "1.50", 0.1, null};
        assertThat(text(spec, wire, false))
                .isEqualTo("{\"id\":\"18446744073709551615\",\"amount\":\"1.50\",\"rate\":0.1,\"note\":null,"
                        + "\"db_name\":\"shop\",\"table_name\":\"orders_1\",\"__op\":0}");
        assertThat(text(spec, wire, true)).endsWith(",\"__op\":1}");
    }

    private static String text(TableSpec spec, Object[] wire, boolean deleted) {
        return new String(KafkaChangeSender.plain(spec, wire, deleted), StandardCharsets.UTF_8);
    }
}
