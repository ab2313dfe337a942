package io.github.sluice.testbed.starrocks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sluice.testbed.starrocks.catalog.Accounts;
import io.github.sluice.testbed.starrocks.catalog.Privilege;
import io.github.sluice.testbed.starrocks.catalog.Securable;
import io.github.sluice.testbed.starrocks.http.RawClient;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users may do what was granted to them on both ports, and nothing else. */
@Timeout(180)
class PrivilegesIT {
    private static final AtomicInteger USERS = new AtomicInteger();
    private static final String DENIED = "Access denied; you need (at least one of) the ";
    private static final String ROLES =
            " for this operation. Please ask the admin to grant permission(s) or try activating"
                    + " existing roles using <set [default] role>. Current role(s): NONE. Inactivated role(s): NONE.";

    private static LoadCluster cluster;

    private String user;
    private Connection session;

    @BeforeAll
    static void start() {
        cluster = LoadCluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void tables() throws SQLException {
        user = "u" + USERS.incrementAndGet();
        cluster.sql("DROP DATABASE IF EXISTS d FORCE");
        cluster.sql("CREATE DATABASE d");
        cluster.table("t", "id bigint key", "v varchar(5)");
        cluster.table("other", "id bigint key");
        cluster.sql("INSERT INTO d.t VALUES (1, 'a')");
        cluster.sql("CREATE USER '" + user + "'@'%' IDENTIFIED BY 'p4ss'");
        session = DriverManager.getConnection("jdbc:mysql://" + cluster.standIn.query() + "/", user, "p4ss");
    }

    @AfterEach
    void leave() throws SQLException {
        session.close();
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    private String refusal(String sql) {
        SQLException refusal = catchThrowableOfType(SQLException.class, () -> run(sql));
        assertThat((Throwable) refusal).as(sql).isNotNull();
        assertThat(refusal.getErrorCode()).as(refusal.getMessage()).isEqualTo(5203);
        return refusal.getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SELECT * FROM d.t; SELECT; TABLE t; TABLE d.t",
                "SELECT COUNT(*) FROM d.t; SELECT; TABLE t; ALL TABLES IN DATABASE d",
                "INSERT INTO d.t VALUES (2, 'b'); INSERT; TABLE t; TABLE d.t",
                "UPDATE d.t SET v = 'x' WHERE id = 1; UPDATE; TABLE t; TABLE d.other, d.t",
                "DELETE FROM d.t WHERE id = 1; DELETE; TABLE t; ALL TABLES IN ALL DATABASES",
                "TRUNCATE TABLE d.t; DELETE; TABLE t; TABLE d.t",
                "ALTER TABLE d.t ADD COLUMN w int; ALTER; TABLE t; d.t",
                "ALTER TABLE d.t RENAME u; ALTER; TABLE t; TABLE d.t",
                "DROP TABLE d.t; DROP; TABLE t; TABLE d.t",
                "DROP TABLE IF EXISTS d.t; DROP; TABLE t; TABLE d.t",
                "CREATE TABLE IF NOT EXISTS d.t (id bigint); CREATE TABLE; DATABASE d; DATABASE d",
                "DROP DATABASE d; DROP; DATABASE d; ALL DATABASES",
                "CREATE DATABASE IF NOT EXISTS d; CREATE DATABASE; CATALOG default_catalog; CATALOG default_catalog",
                "ADMIN SET FRONTEND CONFIG (\"default_replication_num\" = \"1\"); OPERATE; SYSTEM; SYSTEM",
                "SET GLOBAL query_timeout = 300; OPERATE; SYSTEM; SYSTEM",
            })
    void aStatementNeedsItsPrivilege(String statement, String privilege, String object, String granted)
            throws SQLException {
        assertThat(refusal(statement)).isEqualTo(DENIED + privilege + " privilege(s) on " + object + ROLES);
        cluster.sql("GRANT " + privilege + " ON " + granted + " TO USER " + user);
        cluster.sql("REVOKE " + privilege + " ON " + granted + " FROM USER " + user);
        refusal(statement);
        cluster.sql("GRANT " + privilege + " ON " + granted + " TO " + user);
        run(statement);
        assertThat(cluster.standIn.accounts().used(user))
                .singleElement()
                .satisfies(use -> assertThat(use.privilege().words()).isEqualTo(privilege));
    }

    @Test
    void onlyWhatAUserHasAnyPrivilegeOnIsShown() throws SQLException {
        String tables = "SELECT TABLE_NAME FROM information_schema.%s WHERE TABLE_SCHEMA = 'd'";
        assertThat(refusal("USE d")).startsWith(DENIED + "ANY privilege(s) on DATABASE d");
        assertThat(refusal("DESC d.t")).startsWith(DENIED + "ANY privilege(s) on TABLE t");
        assertThat(refusal("SHOW BACKENDS")).startsWith(DENIED + "OPERATE OR NODE privilege(s) on SYSTEM for");
        assertThat(rows("SHOW DATABASES")).doesNotContain("d").contains("information_schema");
        assertThat(rows("SHOW PROCESSLIST")).as("its own").hasSize(1);
        assertThat(refusal("KILL " + cluster.select("SELECT connection_id()").get(0)))
                .startsWith(DENIED + "OPERATE");
        assertThat(rows("SELECT SCHEMA_NAME FROM information_schema.schemata")).doesNotContain("d");
        assertThat(rows(String.format(tables, "tables"))).isEmpty();

        cluster.sql("GRANT DELETE ON d.t TO " + user);
        run("USE d");
        run("DESC t");
        run("SHOW CREATE TABLE t");
        refusal("SHOW CREATE TABLE other");
        assertThat(rows("SHOW DATABASES")).contains("d");
        assertThat(rows("SHOW TABLES")).containsExactly("t");
        for (String view : List.of("tables", "columns", "tables_config")) {
            assertThat(rows(String.format(tables, view))).as(view).containsOnly("t");
        }
        assertThat(rows("SELECT COUNT(DISTINCT TABLE_ID) FROM information_schema.be_tablets"))
                .containsExactly("1");
    }

    @Test
    void aGrantFollowsItsTableAndEndsWithIt() throws SQLException {
        cluster.sql("GRANT SELECT ON TABLE d.t TO USER " + user);
        cluster.sql("TRUNCATE TABLE d.t");
        rows("SELECT * FROM d.t");
        cluster.sql("ALTER TABLE d.t RENAME moved");
        rows("SELECT * FROM d.moved");
        cluster.sql("DROP TABLE d.moved");
        cluster.table("moved", "id bigint key");
        refusal("SELECT * FROM d.moved");
        // whoever creates a table has nothing of it
        cluster.sql("GRANT CREATE TABLE ON DATABASE d TO USER " + user);
        run("CREATE TABLE d.own (id bigint) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)"
                + " PROPERTIES(\"replication_num\" = \"1\")");
        refusal("SELECT * FROM d.own");
        cluster.sql("GRANT SELECT ON ALL TABLES IN DATABASE d TO USER " + user);
        rows("SELECT * FROM d.own");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GRANT SELECT ON TABLE d.nope TO USER U; cannot find table nope in db d.",
                "GRANT SELECT ON TABLE nope.t TO USER U; cannot find db: nope.",
                "GRANT SELECT ON ALL TABLES IN DATABASE nope TO USER U; cannot find db: nope.",
                "GRANT SELECT ON TABLE d.t TO USER nobody; cannot find user 'nobody'@'%'!",
                "GRANT CREATE TABLE ON TABLE d.t TO USER U; Cant grant CREATE TABLE to object TABLE.",
                "GRANT SELECT ON DATABASE d TO USER U; Cant grant SELECT to object DATABASE.",
                "CREATE USER U; Operation CREATE USER failed for 'U'@'%' : user already exists.",
                "GRANT SELEKT ON TABLE d.t TO USER U; Unexpected input 'SELEKT'",
                "GRANT SELECT TABLE d.t TO USER U; Unexpected input 'TABLE'",
                "GRANT SELECT ON TABLE d.t FROM USER U; Unexpected input 'FROM'",
                "REVOKE SELECT ON TABLE d.t TO USER U; Unexpected input 'TO'",
                "GRANT SELECT, ON TABLE d.t TO USER U; Unexpected input 'ON'",
                "GRANT SELECT ON TABLE d.t TO USER U EXTRA; Unexpected input 'EXTRA'",
                "CREATE USER x IDENTIFIED BY p; Unexpected input 'p'",
                "GRANT SELECT ON TABLE d.t TO ROLE r; The stand-in does not support roles.",
                "CREATE USER x@'10.0.0.1'; The stand-in does not support users of one host.",
            })
    void whatIsNoGrantIsRefused(String statement, String why) {
        assertThatThrownBy(() -> cluster.sql(statement.replace(" USER U", " USER " + user)))
                .cause()
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(why.replace("'U'", "'" + user + "'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE USER x",
                "GRANT SELECT ON TABLE d.t TO USER root",
                "DROP USER root",
                "SHOW GRANTS FOR root"
            })
    void onlyRootManagesUsers(String statement) {
        assertThat(refusal(statement)).isEqualTo(DENIED + "GRANT privilege(s) on SYSTEM" + ROLES);
    }

    @Test
    void grantsAreShownAndPasswordsChange() throws SQLException {
        cluster.sql("GRANT ALL PRIVILEGES ON DATABASE d TO USER " + user);
        cluster.sql("GRANT INSERT, SELECT ON TABLE d.t TO USER " + user);
        cluster.sql("REVOKE CREATE VIEW, CREATE FUNCTION, CREATE MATERIALIZED VIEW ON DATABASE d FROM " + user);
        String whose = " TO USER '" + user + "'@'%'";
        String mine = "'" + user + "'@'%'|default|GRANT ";
        List<String> grants = List.of(
                mine + "ALTER, DROP, CREATE TABLE ON DATABASE d" + whose, mine + "SELECT, INSERT ON TABLE d.t" + whose);
        assertThat(cluster.select("SHOW GRANTS FOR " + user)).isEqualTo(grants);
        assertThat(rows("SHOW GRANTS")).hasSize(2);
        assertThat(cluster.standIn.accounts().grants(user).get(new Securable.Database("d")))
                .containsExactlyInAnyOrder(Privilege.ALTER, Privilege.DROP, Privilege.CREATE_TABLE);
        run("ALTER USER " + user + " IDENTIFIED BY 'other'");
        assertThat(cluster.standIn.accounts().authenticate(user, "p4ss")).isFalse();
        cluster.sql("DROP USER " + user);
        assertThatThrownBy(() ->
                        DriverManager.getConnection("jdbc:mysql://" + cluster.standIn.query() + "/", user, "other"))
                .hasMessage("Access denied for user '" + user + "' (using password: YES)");
    }

    @Test
    void loadsNeedInsertOnBothPortsAndAtEachStepThatWrites() throws Exception {
        LoadClient loader = new LoadClient(cluster.front.feHttp(), user, "p4ss");
        RawClient.Answer refused = loader.exchange(
                "PUT", "/api/d/t/_stream_load", "[]".getBytes(StandardCharsets.UTF_8), Map.of("format", "json"));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(LoadCluster.json(refused.body()).path("msg").asText())
                .isEqualTo("Access denied for user '" + user + "'@'%'. Please ask the admin to grant permission(s) or"
                        + " try activating existing roles using <set [default] role>. Current role(s): []."
                        + " Inactivated role(s): [].");
        String needed = "Access denied; you need (at least one of) the INSERT privilege(s) for this operation";
        assertThat(loader.transaction("begin", "t", "l1-" + user, null)
                        .path("Message")
                        .asText())
                .isEqualTo(needed);
        assertThat(loader.exchange("GET", "/api/d/t/_schema", null, Map.of()).status())
                .isEqualTo(401);

        cluster.sql("GRANT INSERT ON TABLE d.t TO USER " + user);
        assertThat(loader.json("t", "[{\"id\":2,\"v\":\"b\"}]").path("Status").asText())
                .isEqualTo("Success");
        assertThat(loader.json("t", "[{\"id\":1,\"__op\":1}]").path("Status").asText())
                .as("deletes of a load are INSERT's too")
                .isEqualTo("Success");
        for (String step : List.of("prepare", "rollback")) {
            String label = step + "-" + user;
            assertThat(loader.transaction("begin", "t", label, null)
                            .path("Status")
                            .asText())
                    .isEqualTo("OK");
            loader.transaction("load", "t", label, "[{\"id\":3}]");
            cluster.sql("REVOKE INSERT ON TABLE d.t FROM USER " + user);
            assertThat(loader.transaction(step, "t", label, null)
                            .path("Message")
                            .asText())
                    .isEqualTo(needed);
            cluster.sql("GRANT INSERT ON TABLE d.t TO USER " + user);
            assertThat(loader.transaction(step, "t", label, null).path("Status").asText())
                    .isEqualTo("OK");
        }
        assertThat(cluster.standIn.accounts().used(user))
                .containsExactly(new Accounts.Use(
                        Privilege.INSERT, Securable.of(cluster.cluster.catalog().table("d", "t"))));
    }
}
