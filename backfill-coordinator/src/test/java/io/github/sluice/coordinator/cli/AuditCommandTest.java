package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Holder;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.journal.TableLocks;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code sluice audit}, and what {@code sluice run} says of a table that another one has. */
class AuditCommandTest {
    private static final Attempt ORDERS = new Attempt("orders", 1, "id-1");

    @TempDir
    Path folder;

    @BeforeEach
    void settings() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), """
                name: ods
                kafka: {bootstrapServers: "127.0.0.1:1"}
                encryption: {key: "file:%s"}
                source: {host: 127.0.0.1, username: u, password: "file:%s"}
                datax: {command: ["true"]}
                tables: [{source: shop.orders}, {source: shop.items}]
                """.formatted(folder.resolve("key"), folder.resolve("key")));
        Files.writeString(folder.resolve("key"), "00112233445566778899aabbccddeeff");
    }

    @AfterEach
    void english() {
        Messages.choose("en");
    }

    private Spoken sluice(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-f", folder.resolve("sluice.yaml").toString()));
        if (!all.contains("--lang")) {
            all.addAll(List.of("--lang", "en"));
        }
        return Spoken.of(all.toArray(String[]::new));
    }

    private Journal journal() {
        return Journal.open(folder.resolve(".sluice/journal").toString(), "ods");
    }

    private void story() {
        Journal journal = journal();
        journal.remember(ORDERS);
        journal.remember(new Resource(Resource.Kind.TOPIC, "t", Resource.Origin.CREATED, "id-1"));
        journal.done(ORDERS, "load", "{\"rows\":3}");
        journal.failed(ORDERS, "verify", ExitCode.TOPIC_NOT_IN_STARROCKS, "two\nrows\u001b[2J differ", "{}");
        journal.remember(new Attempt("items", 1, "id-2"));
    }

    private void sql(String statement) throws SQLException {
        String url = "jdbc:h2:file:" + folder.resolve(".sluice/journal").toAbsolutePath() + ";MAX_COMPACT_TIME=0";
        try (Connection connection = DriverManager.getConnection(url);
                Statement one = connection.createStatement()) {
            assertThat(one.executeUpdate(statement)).isPositive();
        }
    }

    @Test
    void verifySaysThatAllIsThereAndWhatIsTheFirstThatIsNot() throws SQLException {
        story();
        Spoken intact = sluice("audit", "verify");
        assertThat(intact.code()).isZero();
        assertThat(intact.out()).contains("Run ods: 5 entries, none changed and none missing; 0 of them");
        assertThat(sluice("audit", "verify", "--lang", "zh").out()).contains("运行 ods：共 5 条记录，无篡改、无缺失");

        sql("UPDATE sluice_step SET state = 'DONE', code = 0 WHERE step = 'verify'");
        Spoken state = sluice("audit", "verify");
        assertThat(state.code()).isEqualTo(33);
        assertThat(state.out())
                .contains(
                        "Entry 4 is the first broken one: table sluice_step, row orders id-1 verify: column code is '0'"
                                + " there, and '22' by the entry");

        sql("UPDATE sluice_entry SET message = '' WHERE seq = 4");
        Spoken changed = sluice("audit", "verify", "--output", "json");
        assertThat(changed.code()).isEqualTo(33);
        Map<?, ?> json = (Map<?, ?>) Json.parse(changed.out());
        assertThat(json.get("intact")).isEqualTo(false);
        assertThat(json.get("entries")).isEqualTo(3L);
        assertThat((Map<?, ?>) json.get("firstBroken"))
                .satisfies(broken -> assertThat(broken.get("seq")).isEqualTo(4L))
                .satisfies(broken -> assertThat(broken.get("fault")).isEqualTo("HASH"));
        assertThat(sluice("audit", "verify", "--lang", "zh").out()).contains("第 4 条记录最先损坏：某个字段被修改");
    }

    @Test
    void aHeadThatWasNotedShowsWhatWasCutOff() throws Exception {
        story();
        Path heads = folder.resolve("heads");
        assertThat(sluice("audit", "verify", "--note", heads.toString()).code()).isZero();
        journal().done(ORDERS, "drop", "{}");
        assertThat(sluice("audit", "verify", "--anchor", heads.toString(), "--note", heads.toString())
                        .out())
                .contains("all 1 noted heads are among them");
        assertThat(Files.readAllLines(heads)).hasSize(2).allMatch(line -> line.matches("ods [56]:[0-9a-f]{64}"));
        String head = Files.readAllLines(heads).get(1).substring("ods ".length());

        String fifth = Files.readAllLines(heads).get(0).split(":")[1];
        sql("DELETE FROM sluice_entry WHERE seq = 6");
        sql("DELETE FROM sluice_step WHERE step = 'drop'");
        sql("UPDATE sluice_head SET seq = 5, hash = '" + fifth + "'");
        assertThat(sluice("audit", "verify").code())
                .as("the chain alone can't tell")
                .isZero();
        Spoken cut = sluice("audit", "verify", "--head", head);
        assertThat(cut.code()).isEqualTo(33);
        assertThat(cut.out()).contains("head " + head + " was noted elsewhere and is not in the chain");
        assertThat(sluice("audit", "verify", "--anchor", heads.toString(), "--note", heads.toString())
                        .code())
                .isEqualTo(33);
        assertThat(Files.readAllLines(heads))
                .as("no head of a broken journal is noted")
                .hasSize(2);
    }

    @Test
    void whatIsNoHeadAndWhatHasNoJournalIsRefused() throws IOException {
        assertThat(sluice("audit", "verify").code()).isEqualTo(10);
        assertThat(sluice("audit", "list").code()).isEqualTo(10);
        assertThat(folder.resolve(".sluice/journal.mv.db")).as("none is made").doesNotExist();
        story();
        assertThat(sluice("audit", "verify", "--head", "abc").code()).isEqualTo(10);
        Path heads = Files.writeString(folder.resolve("heads"), "another-run 1:" + "0".repeat(64) + "\n");
        Spoken none = sluice("audit", "verify", "--anchor", heads.toString());
        assertThat(none.code()).isEqualTo(10);
        assertThat(none.err()).contains("has no head of run ods");
        assertThat(sluice("audit", "list", "--since", "yesterday").code()).isEqualTo(10);
        assertThat(Spoken.of("audit").code()).isEqualTo(10);
    }

    @Test
    void listShowsWhatIsAskedFor() {
        story();
        Spoken all = sluice("audit", "list");
        assertThat(all.code()).isZero();
        assertThat(all.lines()).hasSize(6);
        assertThat(all.lines().get(0)).matches("entry +at +kind +table +attempt +step +state +what +written by");
        assertThat(all.lines().get(2)).contains("resource").contains("CREATED").contains("kind=TOPIC name=t");
        assertThat(all.lines().get(4)).contains("22 two\\u000Arows\\u001B[2J differ");

        assertThat(sluice("audit", "list", "--table", "orders").lines())
                .as("with what was made for it")
                .hasSize(5);
        assertThat(sluice("audit", "list", "--table", "items").lines()).hasSize(2);
        assertThat(sluice("audit", "list", "--since", "1h").lines()).hasSize(6);
        assertThat(sluice(
                                "audit",
                                "list",
                                "--since",
                                Instant.now().plusSeconds(60).toString())
                        .lines())
                .hasSize(1);
        List<?> json = (List<?>) Json.parse(
                sluice("audit", "list", "--output", "json", "--table", "orders").out());
        assertThat((Map<?, ?>) json.get(2))
                .satisfies(entry -> assertThat(entry.get("evidence")).isEqualTo(Map.of("rows", 3L)))
                .satisfies(entry -> assertThat(entry.get("seq")).isEqualTo(3L));
    }

    @Test
    void aRunIsRefusedATableThatAnotherMachineHas() {
        Holder other = new Holder("h1", "box1:/a", "etl@box1, process 11");
        try (TableLocks held = journal().lock(other, List.of("source"), List.of("orders"))) {
            Spoken refused = sluice("run", "--side", "source");
            assertThat(refused.code()).as("%s", held).isEqualTo(40);
            assertThat(refused.err()).contains("orders: its source half is run by etl@box1, process 11, since 20");
        }
        assertThat(sluice("audit", "verify").code()).isZero();
    }
}
