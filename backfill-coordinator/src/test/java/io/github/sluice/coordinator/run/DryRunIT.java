package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dry runs on real servers: what stands in Kafka, Kafka Connect, StarRocks and on the disk is noted before and after each, and
 * is the same. What the real command then leaves there is what was there and what was foretold, and nothing else.
 */
@Timeout(300)
class DryRunIT {
    private static final Path JOURNAL = Path.of(".sluice", "journal.mv.db");

    @TempDir
    Path folder;

    private House house;
    private Stage stage;
    private SluiceSettings settings;

    /** Topics, groups, connectors and tables by their kind and name, and files with their content. */
    private TreeMap<String, String> everything() throws Exception {
        TreeMap<String, String> found = new TreeMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", house.kafka.bootstrapServers()))) {
            admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(house.run))
                    .forEach(name -> found.put("topic " + name, ""));
            admin.listConsumerGroups().all().get().stream()
                    .filter(group -> group.groupId().contains(house.run))
                    .forEach(group -> found.put("group " + group.groupId(), ""));
        }
        for (Object name : (List<?>)
                Json.parse(Spoken.of("connect", "list", "--url", stage.connect.url(), "--output", "json", "-f", none())
                        .out())) {
            String connector = String.valueOf(((Map<?, ?>) name).get("name"));
            if (connector.startsWith(house.run)) {
                found.put("connector " + connector, "");
            }
        }
        for (String database : stage.all("SHOW DATABASES")) {
            if (database.equals(ods())) {
                found.put("database " + database, "");
                stage.all("SHOW TABLES FROM " + ods()).forEach(table -> found.put("table " + ods() + "." + table, ""));
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(
                        "file " + folder.relativize(file),
                        file.endsWith(JOURNAL) ? journal() : HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        // what is written of a command is no change
        found.keySet().removeIf(name -> name.startsWith("file .sluice/logs/"));
        return found;
    }

    /** What it says, for H2 rearranges the file whenever it is opened to be written. */
    private String journal() throws SQLException {
        StringBuilder text = new StringBuilder();
        String file = folder.resolve(JOURNAL).toString().replaceFirst("\\.mv\\.db$", "");
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + file + ";ACCESS_MODE_DATA=r");
                Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("SCRIPT SIMPLE NOPASSWORDS NOSETTINGS")) {
            while (lines.next()) {
                text.append(lines.getString(1)).append('\n');
            }
        }
        return text.toString();
    }

    private String none() {
        return folder.resolve("none.yaml").toString();
    }

    private String ods() {
        return "ods_" + house.database;
    }

    private Spoken sluice(String... command) {
        return House.sluice(settings, command);
    }

    /** Runs it, and sees that nothing has changed. */
    private Spoken dry(int code, String... command) throws Exception {
        TreeMap<String, String> before = everything();
        Spoken spoken = sluice(command);
        assertThat(spoken.code())
                .as(String.join(" ", command) + ": " + spoken.err())
                .isEqualTo(code);
        assertThat(everything()).as(String.join(" ", command)).isEqualTo(before);
        return spoken;
    }

    private static List<String> foretold(Spoken dry) {
        return dry.lines().stream()
                .map(String::strip)
                .filter(line -> line.startsWith("- ") || line.startsWith("first: "))
                .map(line -> line.replaceFirst("^(- |first: )", ""))
                .toList();
    }

    /** What stands there of these kinds after the changes. */
    private static TreeSet<String> after(TreeMap<String, String> before, List<String> foretold) {
        TreeSet<String> names = servers(before);
        for (String change : foretold) {
            String name = change.replaceFirst("^\\w+ ", "").replace("`", "");
            if (change.matches("(create (topic|table)|put connector) .*")) {
                names.add(name);
            } else if (change.startsWith("create database ")) {
                names.add(name.replaceFirst(" if it is not there$", ""));
            } else if (change.startsWith("delete ")) {
                names.remove(name);
            }
            if (change.startsWith("put connector ")) {
                names.add("group connect-" + name.substring("connector ".length()));
            }
        }
        return names;
    }

    private static TreeSet<String> servers(TreeMap<String, String> found) {
        TreeSet<String> names = new TreeSet<>(found.keySet());
        names.removeIf(name -> name.startsWith("file "));
        return names;
    }

    private void prepare() throws IOException {
        house = new House(folder);
        stage = Stage.shared();
        house.mysql.execute(
                "CREATE TABLE " + house.database + ".orders (id INT PRIMARY KEY, v VARCHAR(20))",
                "INSERT INTO " + house.database + ".orders VALUES (1, 'a'), (2, 'b')");
        settings = house.settings(house.head()
                + house.sourceSections()
                + stage.targetSections(ods())
                + "policy: {batchTopic: keep}\n"
                + "tables: [{source: " + house.database + ".orders}]\n");
    }

    @Test
    void dryRunsChangeNothingAndForetellWhatTheRealOnesChange() throws Exception {
        prepare();
        dry(40, "signoff", "orders", "--dry-run", "--yes");
        dry(40, "drop-batch", "orders", "--dry-run");
        dry(0, "signoff", "list");

        Spoken plan = dry(0, "plan", "--dry-run", "--output", "json");
        assertThat(sluice("plan", "--output", "json").out()).isEqualTo(plan.out());
        List<String> written = new ArrayList<>();
        ((Map<?, ?>) ((Map<?, ?>) Json.parse(plan.out())).get("files"))
                .keySet()
                .forEach(file -> written.add("file sluice-plan/" + file));
        written.add("file sluice-plan/.sluice-plan.json");
        assertThat(everything().keySet().stream().filter(name -> name.startsWith("file sluice-plan/")))
                .containsExactlyInAnyOrderElementsOf(written);

        List<String> run = foretold(dry(0, "run", "--dry-run"));
        assertThat(run).contains("create topic " + house.run + "-control", "put connector " + connector());
        Map<?, ?> json = (Map<?, ?>)
                Json.parse(dry(0, "run", "--dry-run", "--output", "json").out());
        assertThat(json.get("first"))
                .isEqualTo(List.of(Map.of("change", "create topic", "name", house.run + "-control")));
        TreeMap<String, String> before = everything();
        Spoken done = sluice("run");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(servers(everything())).isEqualTo(after(before, run));
        assertThat(foretold(dry(0, "run", "--dry-run"))).as("all is done").isEmpty();
        assertThat(dry(40, "run", "--restart", "--dry-run").out()).contains("refused (40): orders: topic ");
        before = everything();
        Spoken refused = sluice("run", "--restart");
        assertThat(refused.code()).as(refused.err()).isEqualTo(40);
        assertThat(refused.out()).contains("sluice drop-batch orders");
        assertThat(servers(everything())).as("as it was kept").isEqualTo(servers(before));

        dry(40, "drop-batch", "orders", "--dry-run");
        assertThat(dry(0, "signoff", "orders", "--dry-run", "--yes").out()).contains("would");
        assertThat(sluice("drop-batch", "orders").code())
                .as("nobody has signed")
                .isEqualTo(40);
        assertThat(sluice("signoff", "orders", "--yes").code()).isZero();
        List<String> drop = foretold(dry(0, "drop-batch", "orders", "--dry-run"));
        assertThat(drop).hasSize(3);
        before = everything();
        assertThat(sluice("drop-batch", "orders").code()).isZero();
        assertThat(servers(everything())).isEqualTo(after(before, drop));
        assertThat(foretold(dry(0, "drop-batch", "orders", "--dry-run"))).isEmpty();
        assertThat(foretold(dry(0, "run", "--restart", "--dry-run")))
                .contains("create topic " + settings.tables().get(0).topic());
    }

    private String connector() {
        return settings.tables().get(0).connector();
    }
}
