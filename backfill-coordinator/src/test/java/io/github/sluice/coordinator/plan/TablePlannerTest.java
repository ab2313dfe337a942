package io.github.sluice.coordinator.plan;

import static io.github.sluice.coordinator.plan.Sample.column;
import static io.github.sluice.coordinator.plan.Sample.required;
import static io.github.sluice.coordinator.plan.Sample.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablePlannerTest {
    private static final String SHARDS = "{source: {databases: \"db\\\\d\", tables: \"t\\\\d+\"}, target: t_all%s}";

    @TempDir
    Path folder;

    @Test
    void keyColumnsComeFirstInKeyOrderAndAreNotNull() {
        TableSpec spec = Sample.plan(
                Sample.settings(folder, "{source: shop.orders}"),
                table(
                        "shop",
                        "orders",
                        List.of(column("note", "text"), required("lineNo", "int"), required("orderID", "bigint")),
                        "orderID",
                        "lineNo"));
        assertThat(spec.key()).containsExactly("order_id", "line_no");
        assertThat(spec.columns()).extracting(ColumnSpec::name).containsExactly("order_id", "line_no", "note");
        assertThat(spec.columns()).extracting(ColumnSpec::nullable).containsExactly(false, false, true);
        assertThat(TableSpec.fromJson(spec.toJson())).isEqualTo(spec);
    }

    @Test
    void nullabilityIsKeptExceptWhereAZeroDateBecomesNull() {
        TableSpec spec = Sample.plan(
                Sample.settings(folder, "{source: shop.orders}"),
                table(
                        "shop",
                        "orders",
                        List.of(
                                required("id", "int"),
                                required("name", "varchar(10)"),
                                column("nick", "varchar(10)"),
                                required("born", "date"),
                                required("made", "datetime"),
                                required("seen", "timestamp"),
                                required("at", "time")),
                        "id"));
        assertThat(spec.columns())
                .extracting(ColumnSpec::nullable)
                .containsExactly(false, false, true, true, true, true, false);
    }

    @Test
    void shardsGetTheirNamesIntoTheKey() {
        PhysicalTable one = table("db1", "t1", List.of(required("id", "bigint")), "id");
        PhysicalTable two = table("db1", "t2", List.of(required("id", "bigint")), "id");
        PhysicalTable other = table("db2", "t1", List.of(required("id", "bigint")), "id");
        SluiceSettings settings = Sample.settings(folder, SHARDS.formatted(""));
        assertThat(Sample.plan(settings, one, two).key()).containsExactly("table_name", "id");
        assertThat(Sample.plan(settings, one, two, other).key()).containsExactly("db_name", "table_name", "id");
        assertThat(Sample.plan(settings, one, two).selectList(new TableSpec.Shard("db1", "t2")))
                .containsExactly("'t2'", "`id`");
    }

    @Test
    void aKeyThatCannotTellShardsApartIsRefused() {
        PhysicalTable one = table("db1", "t1", List.of(required("id", "bigint")), "id");
        PhysicalTable other = table("db2", "t1", List.of(required("id", "bigint")), "id");
        refused(() -> Sample.plan(Sample.settings(folder, SHARDS.formatted(", key: [table_name, id]")), one, other))
                .hasMessageContaining("cannot tell db1.t1 from db2.t1");
        refused(() -> Sample.plan(Sample.settings(folder, SHARDS.formatted(", key: [id]")), one, other))
                .hasMessageContaining("neither db_name nor table_name");
    }

    @Test
    void everyDifferenceBetweenShardsIsNamed() {
        PhysicalTable one = table("db1", "t1", List.of(required("id", "bigint"), column("a", "int")), "id");
        PhysicalTable two =
                table("db1", "t2", List.of(required("id", "int"), column("a", "int"), column("b", "int")), "id", "a");
        refused(() -> Sample.plan(Sample.settings(folder, SHARDS.formatted("")), one, two))
                .hasMessageContaining("column id is bigint not null in db1.t1 and int not null in db1.t2")
                .hasMessageContaining("column b is no such column in db1.t1 and int null in db1.t2")
                .hasMessageContaining("the primary key is [id] in db1.t1 and [id, a] in db1.t2");
    }

    @Test
    void aUnionHasTheColumnsOfAllShardsOfTheWidestTypeAndNullWhereOneLacksThem() {
        PhysicalTable one = table("db1", "t1", List.of(required("id", "int"), required("a", "int unsigned")), "id");
        PhysicalTable two = table(
                "db1",
                "t2",
                List.of(required("new", "varchar(5)"), required("id", "bigint"), required("a", "tinyint")),
                "id");
        TableSpec spec = Sample.plan(Sample.settings(folder, SHARDS.formatted(", shards: union")), one, two);
        assertThat(spec.columns()).extracting(ColumnSpec::name).containsExactly("table_name", "id", "a", "new");
        assertThat(spec.columns())
                .extracting(ColumnSpec::mySqlType)
                .containsExactly("varchar(64)", "bigint", "bigint", "varchar(5)");
        assertThat(spec.columns()).extracting(ColumnSpec::nullable).containsExactly(false, false, false, true);
        assertThat(spec.shards()).extracting(TableSpec.Shard::absent).containsExactly(List.of("new"), List.of());
        assertThat(spec.selectList(spec.shards().get(0))).containsExactly("'t1'", "`id`", "`a`", "NULL");
        assertThat(spec.selectList(spec.shards().get(1))).containsExactly("'t2'", "`id`", "`a`", "`new`");
        assertThat(TableSpec.fromJson(spec.toJson())).isEqualTo(spec);
    }

    @Test
    void aUnionIsAskedForAndIsStillRefusedWhereNothingHoldsBoth() {
        PhysicalTable one = table("db1", "t1", List.of(required("id", "int"), column("a", "date")), "id");
        PhysicalTable two = table("db1", "t2", List.of(required("id", "int"), column("a", "int")), "id", "a");
        PhysicalTable three = table("db1", "t3", List.of(column("a", "date")), "id");
        refused(() -> Sample.plan(Sample.settings(folder, SHARDS.formatted("")), one, two))
                .hasMessageContaining("give the table shards: union");
        refused(() -> Sample.plan(Sample.settings(folder, SHARDS.formatted(", shards: union")), one, two))
                .hasMessageContaining("column a is date in db1.t1 and int in db1.t2, and no type holds both")
                .hasMessageContaining("the primary key is [id] in db1.t1 and [id, a] in db1.t2");
        refused(() -> Sample.plan(Sample.settings(folder, SHARDS.formatted(", shards: union")), one, three))
                .hasMessageContaining("key column id is missing in db1.t3");
        assertThat(Sample.plan(
                                Sample.settings(folder, SHARDS.formatted(", exclude: [a]")),
                                one,
                                table("db1", "t2", List.of(required("id", "int"), column("a", "int")), "id"))
                        .columns())
                .extracting(ColumnSpec::name)
                .containsExactly("table_name", "id");
    }

    @Test
    void aStreamCanHaveTheWidestTypeButNotAMissingColumn() {
        String streamer = "streamer: {name: shop, source: rds1, tables: /etc/sluice/tables}\n";
        SluiceSettings settings = Sample.settings(folder, SHARDS.formatted(", shards: union"), streamer);
        PhysicalTable one = table("db1", "t1", List.of(required("id", "int"), column("a", "varchar(5)")), "id");
        PhysicalTable two = table("db1", "t2", List.of(required("id", "bigint"), column("a", "char(9)")), "id");
        PhysicalTable three = table("db1", "t3", List.of(required("id", "int")), "id");
        assertThat(Sample.plan(settings, one, two).columns())
                .extracting(ColumnSpec::mySqlType)
                .containsExactly("varchar(64)", "bigint", "varchar(9)");
        refused(() -> Sample.plan(settings, one, two, three))
                .hasMessageContaining("db1.t3 lacks a, and the streamer stops at a table without a mapped column");
    }

    @Test
    void aUnionIsAsWideAsTheWidestCharacterSet() {
        PhysicalTable one = table(
                "db1",
                "t1",
                List.of(required("id", "int"), new SourceColumn("a", "varchar(10)", true, "latin1", "")),
                "id");
        PhysicalTable two = table("db1", "t2", List.of(required("id", "int"), column("a", "varchar(9)")), "id");
        assertThat(Sample.plan(Sample.settings(folder, SHARDS.formatted(", shards: union")), one, two)
                        .columns()
                        .get(2)
                        .targetType())
                .isEqualTo("varchar(40)");
    }

    @Test
    void shardsMayOrderTheirColumnsDifferently() {
        PhysicalTable one = table("db1", "t1", List.of(required("id", "int"), column("a", "int")), "id");
        PhysicalTable two = table("db1", "t2", List.of(column("a", "int"), required("id", "int")), "id");
        assertThat(Sample.plan(Sample.settings(folder, SHARDS.formatted("")), one, two)
                        .shards())
                .hasSize(2);
    }

    @Test
    void aTableWithoutAKeyIsRefusedUnlessAUniqueKeyIsNamed() {
        List<SourceColumn> columns = List.of(required("code", "int"), column("maybe", "int"));
        PhysicalTable none = table("shop", "orders", columns);
        refused(() -> Sample.plan(Sample.settings(folder, "{source: shop.orders}"), none))
                .hasMessageContaining("no primary key; shop.orders has no other unique key");
        refused(() -> Sample.plan(Sample.settings(folder, "{source: shop.orders, key: [code]}"), none))
                .hasMessageContaining("covers no NOT NULL unique key");
        PhysicalTable unique = new PhysicalTable("shop", "orders", "", columns, List.of(), List.of(List.of("code")), 0);
        refused(() -> Sample.plan(Sample.settings(folder, "{source: shop.orders}"), unique))
                .hasMessageContaining("under tables[].key, such as key: [code]");
        assertThat(Sample.plan(Sample.settings(folder, "{source: shop.orders, key: [code]}"), unique)
                        .key())
                .containsExactly("code");
        PhysicalTable nullable =
                new PhysicalTable("shop", "orders", "", columns, List.of(), List.of(List.of("maybe")), 0);
        refused(() -> Sample.plan(Sample.settings(folder, "{source: shop.orders, key: [maybe]}"), nullable))
                .hasMessageContaining("covers no NOT NULL unique key");
    }

    @Test
    void namesThatFallTogetherAreRefusedAndCanBeRenamed() {
        PhysicalTable table = table(
                "shop",
                "orders",
                List.of(required("id", "int"), column("userID", "int"), column("user_id", "int")),
                "id");
        refused(() -> Sample.plan(Sample.settings(folder, "{source: shop.orders}"), table))
                .hasMessageContaining("columns userID and user_id both become user_id");
        TableSpec renamed =
                Sample.plan(Sample.settings(folder, "{source: shop.orders, columns: {userID: customer}}"), table);
        assertThat(renamed.columns()).extracting(ColumnSpec::name).containsExactly("id", "customer", "user_id");
        refused(() -> Sample.plan(
                        Sample.settings(folder, "{source: shop.orders, columns: {nobody: x, userID: u}}"), table))
                .hasMessageContaining("names nobody, which is not a column");
    }

    @Test
    void typesThatCannotBeMovedAreNamedWithTheirColumns() {
        refused(() -> Sample.plan(
                        Sample.settings(folder, "{source: shop.orders}"),
                        table(
                                "shop",
                                "orders",
                                List.of(required("id", "double"), column("place", "point"), column("x", "int")),
                                "id")))
                .hasMessageContaining("column id: type double cannot be a key column")
                .hasMessageContaining("column place: point is not moved");
    }

    @Test
    void columnsThatAreLeftOutAreNowhereButAmongTheIgnored() {
        PhysicalTable table = table(
                "shop",
                "orders",
                List.of(required("id", "int"), column("place", "point"), column("userID", "int"), column("x", "int")),
                "id");
        TableSpec without =
                Sample.plan(Sample.settings(folder, "{source: shop.orders, exclude: [place, userID]}"), table);
        assertThat(without.columns()).extracting(ColumnSpec::name).containsExactly("id", "x");
        assertThat(without.ignored()).containsExactly("place", "userID");
        assertThat(without.selectList(without.shards().get(0))).containsExactly("`id`", "`x`");
        assertThat(TableSpec.fromJson(without.toJson())).isEqualTo(without);
        TableSpec only = Sample.plan(Sample.settings(folder, "{source: shop.orders, include: [userID, id]}"), table);
        assertThat(only.columns()).extracting(ColumnSpec::source).containsExactly("id", "userID");
        assertThat(only.ignored()).containsExactly("place", "x");
    }

    @Test
    void aKeyColumnCannotBeLeftOutOrMasked() {
        PhysicalTable table = new PhysicalTable(
                "shop",
                "orders",
                "",
                List.of(required("id", "int"), required("codeNo", "int"), column("x", "int")),
                List.of("id"),
                List.of(List.of("codeNo")),
                0);
        refused(() -> Sample.plan(Sample.settings(folder, "{source: shop.orders, exclude: [id]}"), table))
                .hasMessageContaining("column id is part of the primary key and cannot be left out")
                .hasMessageContaining("key: [code_no]");
        refused(() -> Sample.plan(Sample.settings(folder, "{source: shop.orders, include: [x], key: [id]}"), table))
                .hasMessageContaining("column id is named by tables[].key and cannot be left out");
        refused(() -> Sample.plan(Sample.settings(folder, "{source: shop.orders, mask: {id: hash}}"), table))
                .hasMessageContaining("key column id cannot be masked");
        TableSpec other =
                Sample.plan(Sample.settings(folder, "{source: shop.orders, exclude: [id], key: [code_no]}"), table);
        assertThat(other.columns()).extracting(ColumnSpec::name).containsExactly("code_no", "x");
    }

    @Test
    void namesOfNoColumnAreRefusedAllAtOnceWithTheNearestOnes() {
        PhysicalTable table = table(
                "shop",
                "orders",
                List.of(required("id", "int"), column("userID", "int"), column("note", "text")),
                "id");
        refused(() -> Sample.plan(
                        Sample.settings(
                                folder,
                                "{source: shop.orders, exclude: [userid], columns: {nots: x}, mask: {noet: hash},"
                                        + " types: {Id: bigint}}"),
                        table))
                .hasMessageContaining(
                        "tables[].exclude names userid, which is not a column of shop.orders;" + " nearest: userID")
                .hasMessageContaining("tables[].columns names nots")
                .hasMessageContaining("tables[].mask names noet")
                .hasMessageContaining("tables[].types names Id");
    }

    @Test
    void aMaskIsTheExpressionThatIsSelected() {
        PhysicalTable table = table(
                "shop",
                "people",
                List.of(
                        required("id", "int"),
                        required("phone", "varchar(20)"),
                        column("born", "date"),
                        required("photo", "blob"),
                        required("home", "text"),
                        column("pay", "decimal(10,2)")),
                "id");
        TableSpec spec = Sample.plan(
                Sample.settings(
                        folder,
                        "{source: shop.people, mask: {phone: hash, photo: hash, born: hash, home: \"fixed:it's 地\","
                                + " pay: null}}"),
                table);
        assertThat(spec.selectList(spec.shards().get(0)))
                .containsExactly(
                        "`id`",
                        "SHA2(CONVERT(`phone` USING utf8mb4), 256)",
                        "SHA2(CONVERT(CAST(`born` AS CHAR) USING utf8mb4), 256)",
                        "SHA2(`photo`, 256)",
                        "'it''s 地'",
                        "NULL");
        assertThat(spec.columns())
                .extracting(ColumnSpec::targetType)
                .containsExactly("int", "varchar(64)", "varchar(64)", "varchar(64)", "varchar(24)", "decimal(10,2)");
        assertThat(spec.columns())
                .extracting(ColumnSpec::nullable)
                .containsExactly(false, false, true, false, false, true);
        assertThat(TableSpec.fromJson(spec.toJson())).isEqualTo(spec);
    }

    @Test
    void typesAreTakenWhereTheyHoldEveryValue() {
        PhysicalTable table = table(
                "shop",
                "orders",
                List.of(required("id", "int"), column("n", "int unsigned"), column("place", "point")),
                "id");
        TableSpec spec = Sample.plan(
                Sample.settings(
                        folder, "{source: shop.orders, types: {id: BIGINT, n: largeint, place: varchar(1048576)}}"),
                table);
        assertThat(spec.columns())
                .extracting(ColumnSpec::targetType)
                .containsExactly("bigint", "largeint", "varchar(1048576)");
        assertThat(spec.selectList(spec.shards().get(0))).containsExactly("`id`", "`n`", "ST_AsText(`place`)");
        refused(() -> Sample.plan(
                        Sample.settings(folder, "{source: shop.orders, types: {n: int, id: decimal(10)}}"), table))
                .hasMessageContaining(
                        "column n: int cannot take the place of bigint for int unsigned: its values are 0")
                .hasMessageContaining("column id: decimal(10) cannot take the place of int")
                .hasMessageContaining("exclude: [place], or for a geometry as text types: {place: varchar(1048576)}");
    }

    @Test
    void aChosenKeyMustBeOneInEveryShard() {
        List<SourceColumn> columns = List.of(required("id", "int"), required("code", "int"));
        PhysicalTable one = new PhysicalTable("db1", "t1", "", columns, List.of("id"), List.of(List.of("code")), 0);
        PhysicalTable two = new PhysicalTable("db1", "t2", "", columns, List.of("id"), List.of(), 0);
        refused(() -> Sample.plan(Sample.settings(folder, SHARDS.formatted(", key: [table_name, code]")), one, two))
                .hasMessageContaining("covers no NOT NULL unique key of db1.t2");
    }

    @Test
    void aKeyOver128BytesIsMeasuredAndThenRefused() {
        PhysicalTable table =
                table("shop", "orders", List.of(required("id", "varchar(64)"), required("n", "int")), "id", "n");
        SluiceSettings settings = Sample.settings(folder, "{source: shop.orders}");
        // declared 256 + 2 + 4, but a UUID in truth
        assertThat(Sample.plan(settings, (shard, column) -> 36, table).key()).containsExactly("id", "n");
        assertThat(Sample.plan(settings, (shard, column) -> 122, table).key()).containsExactly("id", "n");
        refused(() -> Sample.plan(settings, (shard, column) -> 123, table))
                .hasMessageContaining("has up to 129 bytes (longest values found), StarRocks allows 128");
    }

    @Test
    void twoLongShardNamesAndAnIdDoNotFit() {
        String sixty = "d".repeat(60);
        refused(() -> Sample.plan(
                        Sample.settings(
                                folder,
                                "{source: {databases: \"d+\", tables: \"t+\"}, target: x, key: [db_name, table_name, id]}"),
                        (shard, column) -> 8,
                        table(sixty, "t".repeat(60), List.of(required("id", "bigint")), "id")))
                .hasMessageContaining("up to 132 bytes");
    }

    @Test
    void aSourceThatMatchesNothingIsRefused() {
        refused(() -> Sample.plan(Sample.settings(folder, "{source: shop.orders}")))
                .hasMessageContaining("no table of MySQL matches shop.orders");
    }

    private static AbstractThrowableAssert<?, ?> refused(ThrowingCallable plan) {
        return assertThatThrownBy(plan).isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.code())
                .isEqualTo(ExitCode.REFUSED));
    }
}
