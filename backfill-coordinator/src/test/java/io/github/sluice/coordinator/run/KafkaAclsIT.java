package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.Sluice;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.testbed.SharedServers;
import io.github.sluice.testbed.connect.ConnectWorker;
import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.StarRocksStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that lets nobody do what {@code kafka_acls.sh} did not grant, and a StarRocks that lets the target half and the
 * sink do what {@code starrocks_grants.sql} granted by table. Halves, DataX, connectors and streamer each come to Kafka by
 * a principal of their own; only Connect's own topics are another matter, so its workers' clients are let in.
 */
@Timeout(600)
class KafkaAclsIT {
    private static final List<String> PRINCIPALS = List.of("source", "target", "connect", "streamer");

    @TempDir
    Path folder;

    private KafkaBroker broker;

    private static KafkaBroker enforcing(Path folder) {
        StringBuilder users = new StringBuilder("org.apache.kafka.common.security.plain.PlainLoginModule required");
        PRINCIPALS.forEach(name ->
                users.append(" user_").append(name).append("=\"").append(name).append("-pw\""));
        Map<String, String> overrides = new TreeMap<>();
        overrides.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,INSIDE:PLAINTEXT,SECURED:SASL_PLAINTEXT");
        overrides.put("listener.name.secured.sasl.enabled.mechanisms", "PLAIN");
        overrides.put("listener.name.secured.plain.sasl.jaas.config", users + ";");
        overrides.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        overrides.put("super.users", "User:ANONYMOUS");
        return KafkaBroker.startListening(
                folder, new TreeMap<>(Map.of("INSIDE", "127.0.0.1", "SECURED", "127.0.0.1")), overrides);
    }

    private static String login(String principal) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + principal
                + "\" password=\"" + principal + "-pw\";";
    }

    private Map<String, Object> client(String principal) {
        Map<String, Object> client = new HashMap<>();
        client.put("bootstrap.servers", broker.bootstrapServers("SECURED"));
        client.put("security.protocol", "SASL_PLAINTEXT");
        client.put("sasl.mechanism", "PLAIN");
        client.put("sasl.jaas.config", login(principal));
        return client;
    }

    /** The first section of a half's settings, whose clients are this principal. */
    private String head(House house, String principal) throws Exception {
        Path secret = Files.writeString(folder.resolve(principal + ".jaas"), login(principal));
        return house.head()
                .replaceFirst(
                        "kafka: \\{bootstrapServers: \"[^\"]*\"",
                        "kafka: {bootstrapServers: \"" + broker.bootstrapServers("SECURED")
                                + "\", properties: {security.protocol: SASL_PLAINTEXT, sasl.mechanism: PLAIN,"
                                + " sasl.jaas.config: \"file:" + secret + "\"}");
    }

    @Test
    void whatIsGrantedSufficesForAWholeRunAndForNothingElse() throws Exception {
        Path work = Path.of("target", "testbed").toAbsolutePath();
        broker = enforcing(work);
        try (KafkaBroker secured = broker;
                Admin admin = Admin.create(Map.of("bootstrap.servers", secured.bootstrapServers("INSIDE")));
                StarRocksStandIn starrocks = StarRocksStandIn.start(SharedServers.mysql(), StandInOptions.defaults());
                ConnectWorker connect = worker(work)) {
            House house = new House(folder, SharedServers.mysql(), secured);
            Path tables = Files.createDirectory(folder.resolve("tables"));
            house.mysql.execute(
                    "CREATE TABLE " + house.database + ".orders (id INT PRIMARY KEY, v VARCHAR(20))",
                    "INSERT INTO " + house.database + ".orders VALUES (1, 'a'), (2, 'b'), (3, 'c')");
            String page = RealStreamer.section(tables, house.run + "-positions") + "tables: [{source: " + house.database
                    + ".orders}]\n";
            String target = """
                    connect: {url: %s, tasks: 2, properties: {bufferflush.intervalms: "200"}}
                    starrocks: {http: ["%s"], query: "%s", username: root, database: ods_%s, replicationNum: 1}
                    policy: {cutover: auto}
                    """.formatted(connect.url(), starrocks.feHttp(), starrocks.query(), house.database);
            SluiceSettings beside =
                    house.settings("source/sluice.yaml", head(house, "source") + house.sourceSections() + page);
            GrantedStarRocks account = new GrantedStarRocks(starrocks, house);
            SluiceSettings warehouse =
                    house.settings("target/sluice.yaml", head(house, "target") + account.in(target) + page);
            SluiceSettings streaming =
                    house.settings("box/sluice.yaml", head(house, "streamer") + house.sourceSections() + page);

            assertThat(Sluice.execute("plan", "-f", beside.file().toString())).isZero();
            List<AclBinding> granted =
                    GrantedAcls.of(folder.resolve("source/sluice-plan/kafka_acls.sh"), folder.resolve("acls"));
            admin.createAcls(granted).all().get(30, TimeUnit.SECONDS);
            Awaitility.await()
                    .until(() -> admin.describeAcls(AclBindingFilter.ANY)
                                    .values()
                                    .get(30, TimeUnit.SECONDS)
                                    .size()
                            == granted.stream().distinct().count());

            Path reviewed = Files.createDirectory(folder.resolve("target/sluice-plan"));
            Files.copy(folder.resolve("source/sluice-plan/orders_table.json"), reviewed.resolve("orders_table.json"));
            assertThat(Sluice.execute("plan", "-f", warehouse.file().toString()))
                    .isZero();
            account.byTable(reviewed);

            try (RealStreamer streamer = new RealStreamer(house, house.mysql, streaming, tables)) {
                List<TableOutcome> outcomes = together(beside, warehouse);
                String how = Files.readString(connect.logFile())
                                .lines()
                                .filter(line -> line.contains("uthoriz"))
                                .toList()
                        + streamer.output();
                assertThat(outcomes).as(how).allSatisfy(outcome -> {
                    assertThat(outcome.message()).isEmpty();
                    assertThat(outcome.live()).isEqualTo("CUT OVER");
                });
                house.mysql.execute("INSERT INTO " + house.database + ".orders VALUES (4, 'd')");
                Awaitility.await().until(() -> rows(starrocks, "ods_" + house.database + ".orders") == 4);
                account.everyGrantWasNeeded();
                account.change("REVOKE", "INSERT", "TABLE ods_" + house.database + ".orders");
                house.mysql.execute("INSERT INTO " + house.database + ".orders VALUES (5, 'e')");
                ConnectClient connectors = new ConnectClient(List.of(connect.url()), Duration.ofSeconds(10));
                Awaitility.await().until(() -> String.valueOf(connectors.status(house.run + "-stream.orders-connect"))
                        .contains("the INSERT privilege(s)"));
            }
            nothingElse(account, "ods_" + house.database);
            everyGrantIsNeeded(granted, house.run);
            nothingElse(admin, house.run);
        }
    }

    private static long rows(StarRocksStandIn starrocks, String table) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:mysql://" + starrocks.query() + "/", "root", "");
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            count.next();
            return count.getLong(1);
        }
    }

    private ConnectWorker worker(Path work) {
        Map<String, String> overrides = new TreeMap<>(Map.of("offset.flush.interval.ms", "1000"));
        client("connect").forEach((key, value) -> overrides.put("consumer." + key, String.valueOf(value)));
        return ConnectWorker.start(
                work,
                broker.bootstrapServers("INSIDE"),
                Path.of("..", "connect-plugins", "target", "connect")
                        .toAbsolutePath()
                        .normalize(),
                overrides,
                Map.of());
    }

    private static List<TableOutcome> together(SluiceSettings source, SluiceSettings target) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Future<TableOutcome> one =
                    pool.submit(() -> House.run(source, House.until(House.options(source, Side.SOURCE), Step.CUTOVER))
                            .get(0));
            Future<TableOutcome> other =
                    pool.submit(() -> House.run(target, House.until(House.options(target, Side.TARGET), Step.CUTOVER))
                            .get(0));
            return List.of(one.get(), other.get());
        } finally {
            pool.shutdownNow();
        }
    }

    /** What this run had no need of, and another one has: who, what, of which topic or group. */
    private static Map<String, String> neededElsewhere(String run) {
        Map<String, String> needed = new TreeMap<>();
        needed.put("source DELETE " + run + ".orders", "run --restart");
        needed.put("source DELETE " + run + "-stream.orders", "run --restart");
        needed.put("source WRITE " + run + "-stream.orders", "repair");
        needed.put("target DELETE connect-" + run + "-stream.orders-connect", "run --restart");
        needed.put("streamer READ " + run + "-positions", "a streamer that is started again");
        // the half that comes first makes the topic of a live comparison, and the one that leaves last deletes it
        for (String half : List.of("source", "target")) {
            for (String act : List.of("CREATE", "DELETE")) {
                needed.put(half + " " + act + " " + run + "-control-compare-", "verify, repair, cutover");
            }
        }
        return needed;
    }

    /** By the broker's own word for each request; a grant that nothing needs is one too many. */
    private void everyGrantIsNeeded(List<AclBinding> granted, String run) throws IOException {
        String rules = Files.readString(broker.logFile())
                .lines()
                .filter(line -> line.contains(" is Allowed operation = "))
                .map(line -> line.substring(line.indexOf("based on rule")))
                .distinct()
                .collect(Collectors.joining("\n"));
        List<String> unused = granted.stream()
                .filter(grant -> !rules.contains(described(grant)))
                .map(grant -> grant.entry().principal().replace("User:", "") + " "
                        + grant.entry().operation() + " " + grant.pattern().name())
                .filter(grant -> !neededElsewhere(run).containsKey(grant))
                .toList();
        assertThat(unused).as("granted, and nothing needed it").isEmpty();
    }

    private static String described(AclBinding grant) {
        return "StandardAcl(resourceType=" + grant.pattern().resourceType() + ", resourceName="
                + grant.pattern().name() + ", patternType=" + grant.pattern().patternType() + ", principal="
                + grant.entry().principal() + ", host=" + grant.entry().host() + ", operation="
                + grant.entry().operation() + ", permissionType="
                + grant.entry().permissionType() + ")";
    }

    private static void nothingElse(GrantedStarRocks account, String ods) throws SQLException {
        account.execute("CREATE TABLE " + ods + ".others (id int) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)"
                + " PROPERTIES(\"replication_num\" = \"1\")");
        try (Connection connection = account.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "DELETE FROM %s.orders WHERE id = 1",
                    "UPDATE %s.orders SET v = 'x' WHERE id = 1",
                    "TRUNCATE TABLE %s.orders",
                    "ALTER TABLE %s.orders ADD COLUMN late int",
                    "DROP TABLE %s.orders",
                    "SELECT * FROM %s.others",
                    "INSERT INTO %s.others VALUES (1)",
                    "DESC %s.others",
                    "CREATE TABLE %s.more (id int) PRIMARY KEY(id)")) {
                assertThatThrownBy(() -> statement.execute(String.format(sql, ods)))
                        .as(sql)
                        .isInstanceOf(SQLException.class)
                        .hasMessageStartingWith("Access denied; you need");
            }
        }
    }

    private void nothingElse(Admin admin, String run) throws Exception {
        String database = run.replace('-', '_');
        String stream = run + "-stream.orders";
        assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS))
                .as("the target half may drop the batch topic")
                .contains(stream, run + "-control")
                .doesNotContain(run + ".orders");
        admin.createTopics(List.of(new NewTopic("elsewhere-" + database, 1, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
        for (String principal : PRINCIPALS) {
            refused(principal, "write", () -> write(principal, "elsewhere-" + database));
            try (Admin own = Admin.create(client(principal))) {
                refused(principal, "delete", () -> own.deleteTopics(List.of("elsewhere-" + database))
                        .all()
                        .get(30, TimeUnit.SECONDS));
                refused(principal, "create", () -> own.createTopics(
                                List.of(new NewTopic("n-" + database, 1, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS));
                for (String kept : List.of(run + "-control", run + "-positions")) {
                    refused(principal, "delete what outlasts a run", () -> own.deleteTopics(List.of(kept))
                            .all()
                            .get(30, TimeUnit.SECONDS));
                }
                if (!principal.equals("source")) {
                    refused(principal, "delete the stream", () -> own.deleteTopics(List.of(stream))
                            .all()
                            .get(30, TimeUnit.SECONDS));
                }
            }
        }
        for (String reader : List.of("target", "connect")) {
            refused(reader, "write into the stream", () -> write(reader, stream));
        }
        for (String outsider : List.of("connect", "streamer")) {
            refused(outsider, "forge a verdict", () -> write(outsider, run + "-control"));
        }
    }

    private void write(String principal, String topic) throws Exception {
        Map<String, Object> config = client(principal);
        config.put("max.block.ms", "20000");
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[] {1})).get(30, TimeUnit.SECONDS);
        }
    }

    /** What Kafka may be asked to do. */
    private interface Request {
        void send() throws Exception;
    }

    private static void refused(String principal, String what, Request request) {
        assertThatThrownBy(request::send)
                .as(principal + " may not " + what)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AuthorizationException.class);
    }
}
