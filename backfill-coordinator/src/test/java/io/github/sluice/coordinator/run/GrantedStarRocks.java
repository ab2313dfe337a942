package io.github.sluice.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.testbed.starrocks.StarRocksStandIn;
import io.github.sluice.testbed.starrocks.catalog.Accounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An account of the stand-in that may do what a generated {@code starrocks_grants.sql} says, and nothing else. */
final class GrantedStarRocks {
    private final StarRocksStandIn starrocks;
    private final House house;
    private final String user;

    /** Creates it, and the database of the run, without any grant. */
    GrantedStarRocks(StarRocksStandIn starrocks, House house) throws IOException, SQLException {
        this.starrocks = starrocks;
        this.house = house;
        this.user = "w_" + house.database;
        Files.writeString(house.folder.resolve("starrocks.secret"), "s3cret-" + user);
        execute(
                "CREATE DATABASE ods_" + house.database,
                "CREATE USER '" + user + "' IDENTIFIED BY 's3cret-" + user + "'");
    }

    /** Settings of StarRocks by root, with this account in its place. */
    String in(String sections) {
        return sections.replaceFirst(
                "username: root", "username: " + user + ", password: \"" + house.reference("starrocks") + "\"");
    }

    /** As root. */
    void execute(String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:mysql://" + starrocks.query() + "/", "root", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Creates the tables of a plan's folder, then grants by name; before that no such grant is taken. */
    void byTable(Path plan) throws Exception {
        List<String> grants = grants(plan, "GRANT ");
        assertThat(grants).isNotEmpty();
        for (String grant : grants) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> execute(grant))
                    .hasMessageContaining("cannot find table");
        }
        try (var files = Files.newDirectoryStream(plan, "*_create_table.sql")) {
            for (Path file : files) {
                execute(Files.readString(file));
            }
        }
        execute(grants.toArray(String[]::new));
    }

    /** The other way, which stands in the file as a comment. */
    void byDatabase(Path plan) throws IOException, SQLException {
        List<String> grants = grants(plan, "-- GRANT ");
        assertThat(grants).hasSize(2);
        execute(grants.stream().map(line -> line.substring(3)).toArray(String[]::new));
    }

    private static List<String> grants(Path plan, String start) throws IOException {
        return Files.readString(plan.resolve("starrocks_grants.sql"))
                .lines()
                .filter(line -> line.startsWith(start))
                .toList();
    }

    /** Takes one privilege away or gives it back; {@code on} as in SQL. */
    void change(String verb, String privilege, String on) throws SQLException {
        execute(verb + " " + privilege + " ON " + on + (verb.equals("GRANT") ? " TO " : " FROM ") + "USER '" + user
                + "'");
    }

    /** By the stand-in's own word for every statement and load; a grant that nothing needs is one too many. */
    void everyGrantWasNeeded() {
        Set<Accounts.Use> granted = new HashSet<>();
        starrocks
                .accounts()
                .grants(user)
                .forEach((on, privileges) ->
                        privileges.forEach(privilege -> granted.add(new Accounts.Use(privilege, on))));
        assertThat(granted).isNotEmpty();
        assertThat(starrocks.accounts().used(user)).isEqualTo(granted);
    }

    /** A connection by the account; the caller closes it. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:mysql://" + starrocks.query() + "/", user, "s3cret-" + user);
    }
}
