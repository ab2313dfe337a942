package io.github.sluice.coordinator.compare;

import io.github.sluice.coordinator.plan.ColumnSpec;
import io.github.sluice.coordinator.plan.ColumnSpec.Origin;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Cascades;
import io.github.sluice.coordinator.settings.SluiceSettings.Deletes;
import io.github.sluice.coordinator.settings.SluiceSettings.Table.Stream;
import io.github.sluice.wire.key.DataKey;
import java.util.ArrayList;
import java.util.List;

/** Table descriptions for tests of the comparison. */
final class Tables {
    static final DataKey KEY = DataKey.fromHex("000102030405060708090a0b0c0d0e0f");

    private Tables() {}

    /** Shards by table name, ids, and two values. */
    static TableSpec sharded() {
        return spec(
                List.of("table_name", "id"),
                shardColumn("table_name", Origin.SHARD_TABLE),
                column("id", "bigint", "bigint"),
                column("note", "varchar(20)", "varchar(80)"),
                column("n", "int", "int"));
    }

    /** One table whose key is text. */
    static TableSpec texts() {
        return spec(
                List.of("code"),
                column("code", "varchar(20)", "varchar(80)"),
                column("note", "varchar(20)", "varchar(80)"),
                column("n", "int", "int"));
    }

    static ColumnSpec column(String name, String type, String targetType) {
        return new ColumnSpec(Origin.COLUMN, name, name, type, targetType, true, "");
    }

    static ColumnSpec required(String name, String type, String targetType) {
        return new ColumnSpec(Origin.COLUMN, name, name, type, targetType, false, "");
    }

    static ColumnSpec shardColumn(String name, Origin origin) {
        return new ColumnSpec(origin, "", name, "varchar(64)", "varchar(256)", false, "");
    }

    static TableSpec spec(List<String> key, ColumnSpec... columns) {
        return new TableSpec(
                "orders",
                "batch.orders",
                "orders-batch",
                "",
                new ArrayList<>(List.of(columns)),
                key,
                List.of(),
                new Stream("stream.orders", "orders-stream", Deletes.APPLY, Cascades.REFUSE));
    }
}
