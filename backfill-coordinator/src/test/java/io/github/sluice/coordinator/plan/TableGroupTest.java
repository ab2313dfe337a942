package io.github.sluice.coordinator.plan;

import static io.github.sluice.coordinator.plan.Sample.column;
import static io.github.sluice.coordinator.plan.Sample.required;
import static io.github.sluice.coordinator.plan.Sample.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.settings.SourceTables;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TableGroupTest {
    private static final List<SourceColumn> COLUMNS = List.of(required("id", "int"));

    private static List<TableGroup> groups(PhysicalTable... tables) {
        return TableGroup.of(List.of(tables), Pattern.compile(".*"));
    }

    private static PhysicalTable plain(String database, String name) {
        return table(database, name, COLUMNS, "id");
    }

    @Test
    void namesThatDifferInDigitsAreOneGroupWhateverTheirNumber() {
        assertThat(groups(
                        plain("d", "orders_2024"), plain("d", "orders_2023"), plain("d", "orders_9"), plain("d", "o")))
                .satisfiesExactly(one -> assertThat(one.source().text()).isEqualTo("d.o"), orders -> {
                    assertThat(orders.source().text()).isEqualTo("databases d, tables orders_\\d+");
                    assertThat(orders.stem()).isEqualTo("orders");
                    assertThat(orders.tables())
                            .extracting(PhysicalTable::name)
                            .containsExactly("orders_2023", "orders_2024", "orders_9");
                });
    }

    @Test
    void databasesAreGroupedTooAndWhatIsEqualStaysAsItIs() {
        assertThat(groups(plain("shop1", "v2.users"), plain("shop2", "v2.users"), plain("x.1", "t")))
                .extracting(group -> group.source().text())
                .containsExactly("databases shop\\d+, tables v2\\.users", "x.1.t");
        assertThat(groups(plain("s1", "a1b2"), plain("s1", "a3b4")))
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.source().text()).isEqualTo("databases s1, tables a\\d+b\\d+");
                    assertThat(group.stem()).isEqualTo("a_b");
                });
        assertThat(groups(plain("d", "1"), plain("d", "2"))).singleElement().satisfies(group -> assertThat(group.stem())
                .isEqualTo("shards"));
    }

    @Test
    void otherColumnsOrAnotherKeyMakeAnotherTable() {
        PhysicalTable wide = table("d", "t3", List.of(required("id", "int"), column("a", "int")), "id");
        assertThat(groups(plain("d", "t1"), plain("d", "t2"), wide))
                .extracting(TableGroup::source)
                .containsExactly(
                        new SourceTables.Several(
                                List.of(new SourceTables.Name("d", "t1"), new SourceTables.Name("d", "t2"))),
                        new SourceTables.One(new SourceTables.Name("d", "t3")));
    }

    @Test
    void anExpressionTakesNothingFromDatabasesThatAreNotWanted() {
        List<PhysicalTable> all = List.of(plain("s1", "t"), plain("s2", "t"), plain("s3", "t"));
        assertThat(TableGroup.of(all, Pattern.compile("s[12]")))
                .extracting(group -> group.source().text())
                .containsExactly("s1.t, s2.t");
    }
}
