package io.github.sluice.coordinator.plan;

import static io.github.sluice.coordinator.plan.Sample.column;
import static io.github.sluice.coordinator.plan.Sample.required;
import static io.github.sluice.coordinator.plan.Sample.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.s1.ImportWords;
import io.github.sluice.coordinator.s1.S1Faults;
import io.github.sluice.coordinator.s1.S1Folder;
import io.github.sluice.coordinator.s1.S1Spec;
import io.github.sluice.coordinator.s1.S1Tables;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.SourceColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a plan have the published scripts' forms, so they can be imported: none of the known faults is in them. */
class ImportOfPlanTest {
    private static final List<SourceColumn> COLUMNS = List.of(
            required("orderID", "bigint unsigned"),
            column("select", "varchar(40)"),
            column("madeAt", "datetime(6)"),
            column("doc", "json"));

    @TempDir
    Path folder;

    @Test
    void aPlanHasNoneOfTheKnownFaultsAndComesBackAsThePageThatItWasMadeFrom() throws IOException {
        SluiceSettings settings = settings();
        Path plan = folder.resolve("plan");
        Planner planner = new Planner(settings, new PlanFolder(plan));
        write(plan, planner, settings.tables().get(0), settings, table("shop", "orders", COLUMNS, "orderID"));
        write(
                plan,
                planner,
                settings.tables().get(1),
                settings,
                table("shop_1", "orders_1", COLUMNS, "orderID"),
                table("shop_2", "orders_1", COLUMNS, "orderID"));

        S1Folder read = S1Folder.read(plan);
        assertThat(read.unreadable()).isEmpty();
        assertThat(S1Faults.in(read)).isEmpty();

        S1Tables tables = S1Tables.of(read);
        assertThat(tables.leftOut()).isEmpty();
        String page = S1Spec.of(read, tables, Optional.empty(), new ImportWords(Locale.ROOT))
                .yaml();
        assertThat(page).doesNotContain("CHECK");
        Path file = folder.resolve("again.yaml");
        Files.writeString(file, page.replaceAll("(?m)^(\\s*)#(\\S.*?)\\s{3}# FILL IN.*$", "$1$2"));
        SluiceSettings again = SettingsFile.read(file);
        assertThat(again.tables())
                .extracting(Table::target, Table::sourceText, Table::topic, Table::connector, Table::stream)
                .containsExactlyElementsOf(settings.tables().stream()
                        .map(table -> org.assertj.core.groups.Tuple.tuple(
                                table.target(), table.sourceText(), table.topic(), table.connector(), table.stream()))
                        .toList());
        assertThat(again.sources().get(0).address())
                .isEqualTo(settings.sources().get(0).address());
        assertThat(again.starrocksOrRefuse().http())
                .isEqualTo(settings.starrocksOrRefuse().http());
    }

    private static void write(Path plan, Planner planner, Table table, SluiceSettings settings, PhysicalTable... shards)
            throws IOException {
        Files.createDirectories(plan);
        TableSpec spec =
                new TablePlanner(table, settings.naming().columns(), (shard, column) -> 0).plan(List.of(shards));
        for (PlanFolder.PlannedFile file : planner.files(table, spec)) {
            Files.writeString(plan.resolve(file.name()), file.content());
        }
    }

    private SluiceSettings settings() throws IOException {
        Path file = folder.resolve("sluice.yaml");
        Files.writeString(file, """
                name: test
                source: {host: mysql.internal, port: 3307, username: reader, password: "file:/run/secrets/mysql"}
                kafka: {bootstrapServers: "kafka:9092", replicationFactor: 1, batchPartitions: 2}
                encryption: {key: "env:SLUICE_KEY"}
                datax: {command: [python3, /opt/datax/bin/datax.py], channels: 3}
                connect: {url: "http://connect:8083", sink: official}
                starrocks: {http: ["fe1:8030", "fe2:8030"], query: "fe1:9030", username: root,
                            password: "env:SR_PASSWORD", database: ods, replicationNum: 1, buckets: 2}
                streamer: {name: shop, source: rds1, tables: /etc/sluice/tables}
                tables:
                  - {source: shop.orders, target: ods_orders}
                  - {source: {databases: "shop_\\\\d+", tables: "orders_\\\\d+"}, target: ods_shards}
                """);
        return SettingsFile.read(file);
    }
}
