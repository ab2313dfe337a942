package io.github.sluice.coordinator.plan;

import static io.github.sluice.coordinator.plan.Sample.required;
import static io.github.sluice.coordinator.plan.Sample.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.Topics.Shape;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Topics and privileges. */
@Timeout(60)
class RunFilesTest {
    private static final String STREAMER =
            "streamer: {name: shop, source: rds1, tables: /etc/sluice/tables, streamPartitions: 3}\n";

    @TempDir
    Path folder;

    private SluiceSettings settings(String... more) {
        return Sample.settings(
                folder, "{source: shop.orders}, {source: {databases: \"s_.\", tables: \"t\\\\d\"}, target: all}", more);
    }

    private static List<TableSpec> specs(SluiceSettings settings) {
        return List.of(
                plan(settings, 0, table("shop", "orders", List.of(required("id", "int")), "id")),
                plan(
                        settings,
                        1,
                        table("s_1", "t1", List.of(required("id", "int")), "id"),
                        table("s_1", "t2", List.of(required("id", "int")), "id")));
    }

    private static TableSpec plan(
            SluiceSettings settings, int at, io.github.sluice.coordinator.source.PhysicalTable... shards) {
        return new TablePlanner(settings.tables().get(at), settings.naming().columns(), (shard, column) -> 0)
                .plan(List.of(shards));
    }

    @Test
    void theTopicsAreWhatASettingsFileAsksForAndReadBack() {
        SluiceSettings settings = settings(STREAMER);
        String text = Template.print(TopicsFile.of(specs(settings).get(0), settings));

        Map<String, Shape> topics = TopicsFile.read(text);

        assertThat(topics)
                .containsExactly(
                        Map.entry(
                                "sluice_all.orders",
                                new Shape(
                                        2,
                                        1,
                                        Map.of(
                                                "cleanup.policy",
                                                "delete",
                                                "retention.ms",
                                                "-1",
                                                "retention.bytes",
                                                "-1"))),
                        Map.entry(
                                "sluice_stream.orders",
                                new Shape(
                                        3,
                                        1,
                                        Map.of(
                                                "cleanup.policy",
                                                "delete",
                                                "retention.ms",
                                                "604800000",
                                                "retention.bytes",
                                                "-1"))));
    }

    @Test
    void anEditOfTheTopicsIsUsedAndABrokenOneIsRefused() throws IOException {
        SluiceSettings settings = settings();
        TableSpec spec = specs(settings).get(0);
        PlanFolder plan = new PlanFolder(folder.resolve("plan"));
        Planner planner = new Planner(settings, plan);
        assertThat(planner.reviewedTopics(settings.tables().get(0), spec)
                        .get("sluice_all.orders")
                        .partitions())
                .isEqualTo(2);
        Path file = plan.path("orders_topics.json");
        String text = Files.readString(file);

        Files.writeString(file, text.replace("\"partitions\" : 2", "\"partitions\" : 12"));
        assertThat(planner.reviewedTopics(settings.tables().get(0), spec)
                        .get("sluice_all.orders")
                        .partitions())
                .isEqualTo(12);

        Files.writeString(file, text.replace("\"partitions\" : 2", "\"partitions\" : 0"));
        assertThatThrownBy(() -> planner.reviewedTopics(settings.tables().get(0), spec))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("sluice_all.orders.partitions")
                .hasMessageContaining("found 0");
        Files.writeString(file, text.replace("sluice_all.orders", "sluice_all.order"));
        assertThatThrownBy(() -> planner.reviewedTopics(settings.tables().get(0), spec))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("a topic of the table is missing");
    }

    @Test
    void aNamedTableIsGrantedByNameAndShardsByTheirDatabase() {
        SluiceSettings settings = settings();
        assertThat(grants(Privileges.mySql(settings, settings.sources().get(0), settings.tables(), specs(settings))))
                .containsExactly(
                        "GRANT SELECT ON `s\\_1`.* TO 'reader'@'%';",
                        "GRANT SELECT ON `shop`.`orders` TO 'reader'@'%';");
        SluiceSettings live = settings(STREAMER);
        assertThat(grants(Privileges.mySql(live, live.sources().get(0), live.tables(), specs(live))))
                .contains("GRANT XA_RECOVER_ADMIN ON *.* TO 'reader'@'%';");
    }

    @Test
    void everyTableOfStarRocksIsGrantedByName() {
        SluiceSettings settings = settings();
        assertThat(grants(Privileges.starRocks(settings, specs(settings))))
                .containsExactly(
                        "GRANT SELECT, INSERT ON TABLE `ods`.`orders` TO USER 'root';",
                        "GRANT SELECT, INSERT ON TABLE `ods`.`all` TO USER 'root';");
    }

    private static List<String> grants(String sql) {
        return sql.lines().filter(line -> !line.startsWith("--")).toList();
    }

    /** The script is run by a real shell; in the place of Kafka's tool stands one that writes down its arguments. */
    @Test
    void theAclScriptNamesEveryTopicAndGroupToItsPrincipal() throws Exception {
        SluiceSettings settings = settings(STREAMER);
        executable("kafka-acls.sh", "printf '%s|' \"$@\" >>\"$SEEN/acls\"; echo >>\"$SEEN/acls\"\n");
        Path script = executable("kafka_acls.sh", Privileges.kafka(settings, specs(settings)));

        assertThat(run(List.of(script.toString()), Map.of("BOOTSTRAP", "k:1"))).isEqualTo(10);
        assertThat(folder.resolve("acls")).doesNotExist();
        assertThat(run(
                        List.of(script.toString()),
                        Map.of(
                                "BOOTSTRAP",
                                "k:1",
                                "ADMIN_CONFIG",
                                "a b.properties",
                                "SOURCE",
                                "User:s",
                                "TARGET",
                                "User:t",
                                "CONNECT",
                                "User:c",
                                "STREAMER",
                                "User:b")))
                .isZero();

        List<String> calls = Files.readAllLines(folder.resolve("acls"));
        assertThat(calls)
                .allMatch(call -> call.startsWith("--bootstrap-server|k:1|--command-config|a b.properties|--add|"))
                .anyMatch(call -> call.contains("|User:s|") && call.endsWith("|--topic|sluice_all.orders|"))
                .anyMatch(call -> call.contains("|User:b|") && call.endsWith("|--topic|sluice_stream.all|"))
                .anyMatch(
                        call -> call.contains("|User:c|") && call.endsWith("|--group|connect-sluice_all.all-connect|"));
        assertThat(calls.stream().filter(call -> call.contains("|User:b|")))
                .as("the streamer never sees a batch topic")
                .noneMatch(call -> call.contains("sluice_all"));
        assertThat(calls.stream().filter(call -> call.contains("|User:c|")))
                .as("connectors only read")
                .noneMatch(call -> call.contains("|Write|") || call.contains("|Delete|"));
    }

    private Path executable(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text.startsWith("#!") ? text : "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private int run(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output").toFile()));
        builder.environment().put("SEEN", folder.toString());
        builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
