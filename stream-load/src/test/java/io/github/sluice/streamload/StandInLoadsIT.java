package io.github.sluice.streamload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.StarRocksStandIn;
import io.github.sluice.testbed.starrocks.load.Fault;
import io.github.sluice.testbed.starrocks.load.FaultPoint;
import io.github.sluice.testbed.starrocks.load.Faults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against the StarRocks stand-in, each fault included: how the load ends, and which rows are there. */
@Timeout(180)
final class StandInLoadsIT {
    private static final AtomicInteger LABELS = new AtomicInteger();
    private static StarRocksStandIn starRocks;

    private final List<AutoCloseable> open = new ArrayList<>();
    private TransactionalLoader loader;
    private LoadStates states;

    @BeforeAll
    static void start() throws SQLException {
        starRocks = StarRocksStandIn.start(
                SharedServers.mysql(),
                StandInOptions.defaults().withRootPassword("s3cret").withDefaultReplicationNum(1));
        sql("CREATE DATABASE d");
    }

    @AfterAll
    static void stop() {
        starRocks.close();
    }

    @BeforeEach
    void table() throws SQLException {
        sql("DROP TABLE IF EXISTS d.t FORCE");
        sql("CREATE TABLE d.t (`id` bigint NOT NULL, `名称` varchar(20) NULL, `amount` decimal(9,2) NOT NULL,"
                + " `j` json NULL) PRIMARY KEY(`id`) DISTRIBUTED BY HASH(`id`)");
        Cluster cluster = cluster(Duration.ofSeconds(30)).build();
        loader = closing(new TransactionalLoader(cluster));
        states = closing(new LoadStates(cluster));
    }

    @AfterEach
    void close() throws Exception {
        starRocks.faults().clear();
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    // ---- without trouble

    @Test
    void rowsAreVisibleWithTheirExactValuesWhenTheLoadHasEnded() throws SQLException {
        LoadOutcome outcome = loader.load(
                request(
                        Map.of(),
                        "{\"id\":1,\"名称\":\"中文 😀\",\"amount\":\"1234567.89\"}",
                        "{\"id\":2,\"名称\":null,\"amount\":0.1}"),
                Fence.NONE);

        assertThat(outcome).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(((LoadOutcome.Loaded) outcome).counts().loaded()).isEqualTo(2);
        assertThat(rows("SELECT id, `名称`, amount FROM d.t ORDER BY id"))
                .containsExactly("1|中文 😀|1234567.89", "2|null|0.10");
    }

    @Test
    void columnNamesOfAnyScriptWorkInHeaders() throws SQLException {
        LoadOutcome outcome = loader.load(
                request(
                        Map.of(
                                "columns",
                                "id,tmp,amount,js,名称=concat(tmp,'!'),j=parse_json(js)",
                                "jsonpaths",
                                "[\"$.id\",\"$.姓名\",\"$.金额\",\"$.js\"]"),
                        "{\"id\":1,\"姓名\":\"李\",\"金额\":5,\"js\":\"{\\\"b\\\": 1}\"}"),
                Fence.NONE);

        assertThat(outcome).as(outcome.toString()).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(rows("SELECT id, `名称`, amount, j FROM d.t")).containsExactly("1|李!|5.00|{\"b\": 1}");
    }

    @Test
    void bodiesOfManyBytesPassTheRedirect() throws SQLException {
        String[] rows = new String[20_000];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = "{\"id\":" + i + ",\"名称\":\"" + "x".repeat(19) + "\",\"amount\":1}";
        }

        assertThat(loader.load(request(Map.of(), rows), Fence.NONE)).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(count()).isEqualTo(20_000);
    }

    // ---- refusals

    @Test
    void aRowThatDoesNotFitIsRefusedWithItsReasonAndNothingIsWritten() throws SQLException {
        LoadOutcome.Refused refused = (LoadOutcome.Refused) loader.load(
                request(Map.of(), good(1), "{\"id\":2,\"名称\":\"" + "MARK".repeat(9) + "\",\"amount\":1}", good(3)),
                Fence.NONE);

        assertThat(refused.cause()).isEqualTo(LoadOutcome.Refused.Cause.ROWS);
        assertThat(refused.rows()).hasSize(1);
        assertThat(refused.toString()).contains("名称").doesNotContain("MARK");
        assertThat(refused.errorUrl()).startsWith("http://" + starRocks.beHttp());
        assertThat(count()).isZero();
    }

    @Test
    void aTableThatIsNotThereIsForAPerson() {
        LoadOutcome.Refused refused = (LoadOutcome.Refused)
                loader.load(new LoadRequest("d", "nope", label(), headers(Map.of()), body(good(1)), 1), Fence.NONE);

        assertThat(refused.cause()).isEqualTo(LoadOutcome.Refused.Cause.SETTINGS);
        assertThat(refused.reason()).contains("nope");
    }

    @Test
    void aWrongPasswordIsForAPerson() {
        TransactionalLoader stranger = closing(new TransactionalLoader(cluster(Duration.ofSeconds(5))
                .account("root", Secret.of("wrong"))
                .build()));

        LoadOutcome.Refused refused = (LoadOutcome.Refused) stranger.load(request(Map.of(), good(1)), Fence.NONE);
        assertThat(refused.cause()).isEqualTo(LoadOutcome.Refused.Cause.SETTINGS);
    }

    @Test
    void aProbeTellsWithoutWriting() throws SQLException {
        assertThat(loader.probe(request(Map.of(), good(1)), Fence.NONE)).isInstanceOf(LoadOutcome.Accepted.class);
        assertThat(loader.probe(request(Map.of(), "{\"id\":1,\"amount\":null}"), Fence.NONE))
                .isInstanceOf(LoadOutcome.Refused.class);
        assertThat(count()).isZero();
    }

    // ---- trouble before the commit: nothing is written, and the next try writes it once

    @ParameterizedTest
    @ValueSource(strings = {"begin", "load", "prepare"})
    void aConnectionThatBreaksBeforeTheCommitMayBeTriedAgain(String step) throws SQLException {
        FaultPoint point = step.equals("load") ? FaultPoint.IN_BODY : FaultPoint.BACKEND_REQUEST;
        tryTwice(Fault.at(point, new Fault.Action.Drop()).forOperation(step));
    }

    @ParameterizedTest
    @ValueSource(strings = {"begin", "load", "prepare"})
    void aReplyThatIsLostBeforeTheCommitMayBeTriedAgain(String step) throws SQLException {
        tryTwice(Fault.loseReply().forOperation(step));
    }

    @Test
    void aFrontendErrorMayBeTriedAgain() throws SQLException {
        tryTwice(Fault.frontendStatus(503).forOperation("begin"));
    }

    @Test
    void aDeadBackendMayBeTriedAgain() throws SQLException {
        tryTwice(Fault.deadBackend().forOperation("load"));
    }

    @Test
    void tooManyVersionsMayBeTriedAgain() throws SQLException {
        tryTwice(Fault.tooManyVersions());
    }

    @Test
    void aBackendThatTakesItsTimeBeforeItAsksForTheBodyIsWaitedFor() throws SQLException {
        starRocks.faults().plan(Fault.slowContinue(Duration.ofSeconds(4)).forOperation("load"));

        assertThat(loader.load(request(Map.of(), good(1)), Fence.NONE)).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(count()).isEqualTo(1);
    }

    private void tryTwice(Fault fault) throws SQLException {
        Faults.Planned planned = starRocks.faults().plan(fault);

        LoadOutcome first = loader.load(request(Map.of(), good(1), good(2)), Fence.NONE);
        assertThat(planned.hits()).as("the fault struck").isEqualTo(1);
        assertThat(first).isInstanceOf(LoadOutcome.Retriable.class);
        assertThat(count()).isZero();
        assertThat(loader.load(request(Map.of(), good(1), good(2)), Fence.NONE)).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(count()).isEqualTo(2);
    }

    // ---- trouble at and after the commit: exactly once, and success only when visible

    @Test
    void aCommitWhoseReplyIsLostIsFoundVisible() throws SQLException {
        Faults.Planned planned = starRocks.faults().plan(Fault.loseReply().forOperation("commit"));

        assertThat(loader.load(request(Map.of(), good(1)), Fence.NONE)).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(planned.hits()).isEqualTo(1);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aCommitThatNeverArrivesIsSentAgain() throws SQLException {
        Faults.Planned planned = starRocks
                .faults()
                .plan(Fault.at(FaultPoint.FRONTEND_REQUEST, new Fault.Action.Drop())
                        .forOperation("commit"));

        assertThat(loader.load(request(Map.of(), good(1)), Fence.NONE)).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(planned.hits()).isEqualTo(1);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aFrontendErrorAtTheCommitIsResolved() throws SQLException {
        starRocks.faults().plan(Fault.frontendStatus(500).forOperation("commit"));

        assertThat(loader.load(request(Map.of(), good(1)), Fence.NONE)).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aLatePublicationIsSuccessOnlyOnceItIsVisible() throws Exception {
        Faults.Planned publication = starRocks.faults().plan(Fault.pause(FaultPoint.PUBLISH));
        LoadRequest request = request(Map.of(), good(1));
        CompletableFuture<LoadOutcome> load = CompletableFuture.supplyAsync(() -> loader.load(request, Fence.NONE));
        assertThat(publication.awaitHit(Duration.ofSeconds(30))).isTrue();

        assertThatThrownBy(() -> load.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(states.state("d", request.label()).state()).isEqualTo(LoadState.COMMITTED);
        assertThat(count()).isZero();
        publication.release();
        assertThat(load.get(60, TimeUnit.SECONDS)).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void rowsThatStayInvisibleLeaveTheOutcomeUnknownUntilTheyAreSeen() throws Exception {
        Faults.Planned publication = starRocks.faults().plan(Fault.pause(FaultPoint.PUBLISH));
        TransactionalLoader impatient = closing(new TransactionalLoader(cluster(Duration.ofSeconds(1))
                .replyTimeout(Duration.ofSeconds(2))
                .build()));
        LoadRequest request = request(Map.of(), good(1));

        assertThat(impatient.load(request, Fence.NONE)).isInstanceOf(LoadOutcome.Unknown.class);
        assertThat(impatient.resolve(request, Fence.NONE)).isInstanceOf(LoadOutcome.Unknown.class);
        publication.release();
        assertThat(loader.resolve(request, Fence.NONE)).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(count()).isEqualTo(1);
    }

    // ---- the next owner

    @Test
    void unfinishedLoadsAreFoundByPrefixAndByTableAndRolledBack() throws Exception {
        for (FaultPoint point : new FaultPoint[] {FaultPoint.IN_BODY, FaultPoint.FRONTEND_REQUEST}) {
            String step = point == FaultPoint.IN_BODY ? "load" : "commit";
            Faults.Planned frozen = starRocks.faults().plan(Fault.pause(point).forOperation(step));
            LoadRequest request = request(Map.of(), good(1));
            CompletableFuture<LoadOutcome> zombie =
                    CompletableFuture.supplyAsync(() -> loader.load(request, Fence.NONE));
            assertThat(frozen.awaitHit(Duration.ofSeconds(30))).isTrue();

            assertThat(states.unfinishedByPrefix("d", "sluice-it-"))
                    .extracting(UnfinishedLoad::label)
                    .containsExactly(request.label());
            assertThat(states.unfinishedOfTable("d", "t"))
                    .extracting(UnfinishedLoad::label)
                    .containsExactly(request.label());
            assertThat(states.unfinishedByPrefix("d", "sluice_it")).isEmpty();
            StateReply end = states.cancel("d", "t", request.label(), Duration.ofSeconds(30));
            assertThat(end.state()).isEqualTo(LoadState.ABORTED);

            frozen.release();
            assertThat(zombie.get(60, TimeUnit.SECONDS)).isNotInstanceOf(LoadOutcome.Loaded.class);
            assertThat(states.unfinishedByPrefix("d", "sluice-it-")).isEmpty();
            assertThat(count()).isZero();
        }
    }

    @Test
    void aLoadWhoseCommitCameFirstIsWaitedForUntilItIsVisible()
            throws InterruptedException, ExecutionException, TimeoutException, SQLException, IOException {
        Faults.Planned publication = starRocks.faults().plan(Fault.pause(FaultPoint.PUBLISH));
        LoadRequest request = request(Map.of(), good(1));
        CompletableFuture<LoadOutcome> load = CompletableFuture.supplyAsync(() -> loader.load(request, Fence.NONE));
        assertThat(publication.awaitHit(Duration.ofSeconds(30))).isTrue();

        assertThat(states.unfinishedByPrefix("d", "sluice-it-")).hasSize(1);
        assertThatThrownBy(() -> states.cancel("d", "t", request.label(), Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(request.label())
                .hasMessageContaining("COMMITTED");
        publication.release();
        assertThat(states.cancel("d", "t", request.label(), Duration.ofSeconds(30))
                        .state())
                .isEqualTo(LoadState.VISIBLE);
        assertThat(load.get(60, TimeUnit.SECONDS)).isInstanceOf(LoadOutcome.Loaded.class);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void aQueryPortOutOfReachIsNamedAndTheNextOneIsAsked() throws IOException {
        Cluster.Builder dead = Cluster.builder()
                .frontEnd(starRocks.feHttp())
                .queryHost("127.0.0.1:1")
                .account("root", Secret.of("s3cret"));
        LoadStates blind = closing(new LoadStates(dead.build()));
        assertThatThrownBy(() -> blind.unfinishedByPrefix("d", "x"))
                .isInstanceOf(QueryPortException.class)
                .hasMessageContaining("127.0.0.1:1");

        LoadStates half =
                closing(new LoadStates(dead.queryHost(starRocks.query()).build()));
        assertThat(half.unfinishedByPrefix("d", "x")).isEmpty();
    }

    // ---- the world around

    private static Cluster.Builder cluster(Duration visible) {
        return Cluster.builder()
                .frontEnd(starRocks.feHttp())
                .queryHost(starRocks.query())
                .account("root", Secret.of("s3cret"))
                .visibleTimeout(visible);
    }

    private <T extends AutoCloseable> T closing(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private static String good(int id) {
        return "{\"id\":" + id + ",\"名称\":\"n" + id + "\",\"amount\":\"1.50\"}";
    }

    private static String label() {
        return "sluice-it-" + LABELS.incrementAndGet();
    }

    private static LoadRequest request(Map<String, String> more, String... rows) {
        return new LoadRequest("d", "t", label(), headers(more), body(rows), rows.length);
    }

    private static Map<String, String> headers(Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("format", "json");
        headers.put("strip_outer_array", "true");
        headers.put("strict_mode", "true");
        headers.put("max_filter_ratio", "0");
        headers.put("ignore_json_size", "true");
        headers.putAll(more);
        return headers;
    }

    private static LoadBody body(String... rows) {
        List<byte[]> bytes = new ArrayList<>();
        for (String row : rows) {
            bytes.add(row.getBytes(StandardCharsets.UTF_8));
        }
        return JsonRows.array(bytes);
    }

    private static long count() throws SQLException {
        return Long.parseLong(rows("SELECT count(*) FROM d.t").get(0));
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static List<String> rows(String query) throws SQLException {
        try (Connection connection = connect();
                Statement sql = connection.createStatement();
                ResultSet result = sql.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i > 1 ? "|" : "").append(result.getString(i));
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:mysql://" + starRocks.query() + "/", "root", "s3cret");
    }
}
