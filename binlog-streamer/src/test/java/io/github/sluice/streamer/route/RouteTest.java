package io.github.sluice.streamer.route;

import static io.github.sluice.streamer.route.Specimens.exact;
import static io.github.sluice.streamer.route.Specimens.route;
import static io.github.sluice.streamer.route.Specimens.shards;
import static io.github.sluice.streamer.route.Specimens.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.schema.TableColumns;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.RecordKeys;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static RowMapper mapper(Map<String, Object> file, TableColumns table) {
        Binding binding = route(file).bind(table);
        assertThat(binding).isInstanceOf(RowMapper.class);
        return (RowMapper) binding;
    }

    private static String drift(Map<String, Object> file, TableColumns table) {
        Binding binding = route(file).bind(table);
        assertThat(binding).isInstanceOf(Drift.class);
        Drift drift = (Drift) binding;
        assertThat(drift.advice()).isNotBlank();
        return drift.reason();
    }

    private static Map<String, Object> typed(Map<String, Object> file, Map<String, Object> types) {
        file.put("types", types);
        return file;
    }

    @Test
    void columnsAreRenamedByNameWhereverTheyStand() { // inventory #65
        Map<String, Object> file = exact("shop.orders");
        file.put("column_mapping", Map.of("userName", "user_name"));
        file.put("key_columns", List.of("user_name"));
        RowMapper mapper = mapper(file, table("shop.orders", "id int", "note text", "userName varchar(20)"));

        assertThat(mapper.map(new Object[] {1L, "n", "bob"})).containsExactly("bob");
        assertThat(mapper.schema().columns()).containsExactly(WireColumn.of("user_name", "varchar(20)"));
        assertThat(mapper.dropped()).as("left out, and said so").containsExactly("id", "note");
    }

    @Test
    void constantsFollowTheMappedColumns() { // inventory #66
        Map<String, Object> file = shards("shop_0.orders_0", "shop_\\d+\\.orders_\\d+", "id", "amount");
        file.put("source_column", "src");
        file.put("database_column", "db_name");
        RowMapper mapper = mapper(file, table("shop_7.orders_9", "id bigint", "amount decimal(10,2)"));

        assertThat(mapper.schema().columns())
                .extracting(WireColumn::name)
                .containsExactly("id", "amount", "src", "db_name", "table_name");
        assertThat(mapper.map(new Object[] {5L, "1.50"})).containsExactly(5L, "1.50", "rds1", "shop_7", "orders_9");
        assertThat(mapper.schema().keyColumns())
                .as("without key_columns: what tells the tables apart, then the primary key")
                .containsExactly("src", "db_name", "table_name", "id");
    }

    @Test
    void shardsThatAreAlikeHaveEqualSchemas() {
        Map<String, Object> file = shards("shop_0.orders_0", "shop_\\d+\\.orders_\\d+", "id");
        Route route = route(file);
        assertThat(((RowMapper) route.bind(table("shop_0.orders_0", "id int"))).schema())
                .isEqualTo(((RowMapper) route.bind(table("shop_1.orders_1", "id int"))).schema());
    }

    /** The snapshot's writer takes columns in the target's order, with the planned types, and constants as columns. */
    @Test
    void recordKeysAreThoseOfTheSnapshotsWriter() {
        DataKey key = DataKey.fromHex("00112233445566778899aabbccddeeff");
        RowSchema writers = new RowSchema(
                List.of(
                        WireColumn.of("db_name", "varchar(64)"),
                        WireColumn.of("table_name", "varchar(64)"),
                        WireColumn.of("order_id", "bigint unsigned"),
                        WireColumn.of("amount", "decimal(20,6)")),
                List.of("db_name", "table_name", "order_id"));
        byte[] expected = RecordKeys.of(RecordKeys.Mode.HMAC, writers, key)
                .keyOf(new RowCodec(writers)
                        .normalise(new Object[] {"shop_0", "orders_00", "18446744073709551615", "1.5"}));

        Map<String, Object> file = shards("shop_0.orders_00", "shop_\\d+\\.orders_\\d+");
        file.put("column_mapping", Map.of("amount", "amount", "orderID", "order_id"));
        file.put("database_column", "db_name");
        file.put("key_columns", List.of("db_name", "table_name", "order_id"));
        typed(file, Map.of("orderID", "bigint unsigned", "amount", "decimal(20,6)", "gone", "text"));
        RowMapper mapper =
                mapper(file, table("shop_0.orders_00", "orderID bigint unsigned", "gone text", "amount decimal(20,6)"));
        RowCodec codec = new RowCodec(mapper.schema());
        byte[] ours = RecordKeys.of(RecordKeys.Mode.HMAC, mapper.schema(), key)
                .keyOf(codec.normalise(
                        mapper.map(new Object[] {new BigInteger("18446744073709551615"), "x", "1.500000"})));

        assertThat(ours).isEqualTo(expected);
        assertThat(new String(
                        RecordKeys.of(RecordKeys.Mode.COLUMNS, mapper.schema(), key)
                                .keyOf(codec.normalise(mapper.map(new Object[] {7L, "x", "1"}))),
                        StandardCharsets.UTF_8))
                .isEqualTo("[\"shop_0\",\"orders_00\",\"7\"]");
    }

    @Test
    void aColumnThatIsMappedAndMissingIsDrift() { // inventory #197
        assertThat(drift(exact("s.t", "id", "name"), table("s.t", "id int", "nickname varchar(20)")))
                .isEqualTo("has no column name any more, which its table file maps");
    }

    @Test
    void aNewColumnIsDriftOnlyWhereTheFileKnowsAllColumns() {
        TableColumns altered = table("s.t", "id int", "fresh int");
        assertThat(mapper(exact("s.t", "id"), altered).dropped())
                .as("the published format leaves out what it does not map")
                .containsExactly("fresh");
        assertThat(drift(typed(exact("s.t", "id"), Map.of("id", "int")), altered))
                .isEqualTo("has a column fresh int that its table file does not know");
    }

    @Test
    void aColumnThatSomebodyDecidedToDropIsNoDrift() {
        Map<String, Object> file = typed(exact("s.t", "id"), Map.of("id", "int", "planned", "text"));
        file.put("ignore_columns", List.of("FRESH"));
        RowMapper mapper = mapper(file, table("s.t", "id int", "fresh int", "planned text"));
        assertThat(mapper.dropped()).isEmpty();
        assertThat(mapper(file, table("s.t", "id int")).schema().size())
                .as("nor is it when it goes")
                .isEqualTo(1);
    }

    @Test
    void aWiderColumnIsDriftAndANarrowerOneKeepsThePlannedForm() {
        Map<String, Object> file = typed(exact("s.t", "id", "d"), Map.of("id", "int", "d", "decimal(10,4)"));
        assertThat(drift(file, table("s.t", "id bigint", "d decimal(10,4)")))
                .isEqualTo("has a column id of type bigint, which does not fit into the planned int");
        RowMapper narrower = mapper(file, table("s.t", "id smallint", "d decimal(8,2)"));
        RowCodec codec = new RowCodec(narrower.schema());
        assertThat(codec.normalise(narrower.map(new Object[] {1L, "2.50"}))).containsExactly(1L, "2.5000");
    }

    @Test
    void aKeyColumnThatIsNotMappedIsDrift() {
        assertThat(drift(exact("s.t", "name"), table("s.t", "id int", "name varchar(20)")))
                .isEqualTo("has id in its primary key, which its table file does not map");
    }

    @Test
    void aTableWhoseKeyIsUnknownNeedsKeyColumns() {
        TableColumns noKey =
                new TableColumns(Specimens.id("s.t"), table("s.t", "id int").columns(), List.of());
        assertThat(drift(exact("s.t", "id"), noKey)).contains("no primary key that is known");
        Map<String, Object> named = exact("s.t", "id");
        named.put("key_columns", List.of("id"));
        assertThat(mapper(named, noKey).schema().keyColumns()).containsExactly("id");
    }

    @Test
    void aColumnWithoutWireFormIsDriftOnlyWhereItIsMapped() {
        TableColumns places = table("s.t", "id int", "place point");
        assertThat(drift(exact("s.t", "id", "place"), places)).contains("place").contains("as text");
        assertThat(mapper(exact("s.t", "id"), places).dropped()).containsExactly("place");
        mapper(typed(exact("s.t", "id", "place"), Map.of("id", "int", "place", "point as text")), places);
    }

    @Test
    void lettersOfColumnNamesDoNotMatter() {
        RowMapper mapper = mapper(exact("s.t", "ID"), table("s.t", "id int"));
        assertThat(mapper.schema().columns()).extracting(WireColumn::name).containsExactly("ID");
        assertThat(mapper.schema().keyColumns()).containsExactly("ID");
    }
}
