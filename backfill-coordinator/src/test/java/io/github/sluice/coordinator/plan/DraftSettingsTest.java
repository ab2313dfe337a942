package io.github.sluice.coordinator.plan;

import static io.github.sluice.coordinator.plan.Sample.column;
import static io.github.sluice.coordinator.plan.Sample.required;
import static io.github.sluice.coordinator.plan.Sample.table;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.sluice.coordinator.plan.DraftSettings.Draft;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Secret;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.settings.YamlText;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.ServerZone;
import io.github.sluice.coordinator.source.SourceColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DraftSettingsTest {
    private static final Source SOURCE =
            new Source("10.0.0.5:3307", new Secret("reader", "env:PW"), "+08:00", Map.of());
    private static final List<SourceColumn> COLUMNS = List.of(required("id", "int"));

    @TempDir
    Path folder;

    private static Draft draft(PhysicalTable... tables) {
        return DraftSettings.of(
                SOURCE, new ServerZone("+08:00", "SYSTEM, CST", false), List.of(tables), Pattern.compile(".*"));
    }

    private SluiceSettings read(Draft draft) throws IOException {
        return SettingsFile.read(Files.writeString(folder.resolve("sluice.yaml"), draft.yaml()));
    }

    @Test
    void theDraftIsReadWithoutAFaultAndHasEveryTable() throws IOException {
        Draft draft = draft(
                new PhysicalTable("shop", "customer", "who\nbuys", COLUMNS, List.of("id"), List.of(), 1234567),
                new PhysicalTable("shop", "orders_2023", "", COLUMNS, List.of("id"), List.of(), 1000),
                new PhysicalTable("shop", "orders_2024", "", COLUMNS, List.of("id"), List.of(), 2000));
        SluiceSettings settings = read(draft);
        assertThat(settings.sources().get(0)).isEqualTo(SOURCE);
        assertThat(settings.tables()).extracting(Table::target).containsExactly("customer", "orders");
        assertThat(settings.tables().get(1).source().matches("shop", "orders_2024"))
                .isTrue();
        assertThat(draft.moved()).isEqualTo(2);
        assertThat(draft.refused()).isZero();
        assertThat(draft.yaml())
                .contains("  # about 1,234,567 rows; who buys\n  - source: shop.customer\n")
                .contains("  # about 3,000 rows in 2 tables, shop.orders_2023 to shop.orders_2024\n");
    }

    @Test
    void whatWouldBeRefusedIsAComment() throws IOException {
        Draft draft = draft(
                table("shop", "good", COLUMNS, "id"),
                table("shop", "nokey", List.of(column("a", "int"))),
                new PhysicalTable(
                        "shop",
                        "unique",
                        "",
                        List.of(required("codeNo", "int")),
                        List.of(),
                        List.of(List.of("codeNo")),
                        0),
                table("shop", "map", List.of(required("id", "int"), column("place", "point")), "id"));
        assertThat(read(draft).tables()).extracting(Table::target).containsExactly("good");
        assertThat(draft.refused()).isEqualTo(3);
        assertThat(draft.yaml())
                .contains("  # refused: no primary key; shop.nokey has no other unique key")
                .contains("  # - source: shop.nokey\n")
                .contains("such as key: [code_no]\n  # - source: shop.unique\n  #   key: [code_no]\n")
                .contains("  # refused: column place: point is not moved by default");
        // the advice is taken by taking the sign of a comment away
        String taken = draft.yaml().replace("  # - source: shop.unique\n  #   key", "  - source: shop.unique\n    key");
        assertThat(SettingsFile.read(Files.writeString(folder.resolve("taken.yaml"), taken))
                        .tables())
                .extracting(Table::key)
                .contains(List.of("code_no"));
    }

    @Test
    void aKeyThatIsDeclaredTooWideIsNotMeasuredHere() throws IOException {
        Draft draft = draft(table("shop", "wide", List.of(required("id", "varchar(64)")), "id"));
        assertThat(read(draft).tables()).hasSize(1);
        assertThat(draft.yaml()).contains("sluice plan measures what the rows hold");
    }

    @Test
    void equalNamesAndNamesThatNoTopicCanHaveGetTopicsOfTheirOwn() throws IOException {
        Draft draft = draft(
                table("a", "users", COLUMNS, "id"),
                table("b", "users", COLUMNS, "id"),
                table("b", "订单", COLUMNS, "id"),
                table("b", "订货", COLUMNS, "id"),
                table("b", "it's: #1", COLUMNS, "id"),
                table("c", "null", COLUMNS, "id"));
        List<Table> tables = read(draft).tables();
        assertThat(tables)
                .extracting(Table::target)
                .containsExactly("users", "it's: #1", "b_users", "订单", "订货", "null");
        assertThat(tables).extracting(Table::topic).doesNotHaveDuplicates().contains("sluice_all.b_users");
        assertThat(draft.yaml()).contains("streamTopic: sluice_stream.b_users");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "true",
                "NO",
                "1",
                "1.5",
                "~",
                "a: b",
                "a:b",
                "- a",
                "'",
                "\"",
                "a#b",
                "# a",
                "\\d+",
                " a ",
                "{x}",
                "a\nb",
                "a\"b\tc\\",
                "中文",
                "a\u2028b",
                "env:X",
                "file:/a b",
                "",
                "=",
                "&a",
                "*a",
                "!a",
                "%a",
                "@a",
                "0x1f"
            })
    void everyTextComesBackFromYaml(String text) throws IOException {
        assertThat(new YAMLMapper().readValue("a: " + YamlText.scalar(text), Map.class))
                .isEqualTo(Map.of("a", text));
    }
}
