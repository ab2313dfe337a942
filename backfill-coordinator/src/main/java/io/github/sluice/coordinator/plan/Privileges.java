package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.MySqlSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The least that the accounts of a run must be allowed: GRANT statements for MySQL and StarRocks, and ACLs for Kafka as a
 * script over Kafka's own {@code kafka-acls.sh}. Accounts are not created, because their passwords would stand in a file.
 */
final class Privileges {
    /** What a topic's reader, writer and maker need (Kafka's documentation, "Operations and Resources on Protocols"). */
    private static final String READ = "--operation Read --operation Describe --operation DescribeConfigs";

    private static final String WRITE = "--operation Write --operation Describe --operation DescribeConfigs";
    private static final String KEEP = READ + " --operation Write --operation Create";
    private static final String OWN = KEEP + " --operation Delete";

    private Privileges() {}

    /** For the account of one MySQL: a named table is granted by name, shards by their whole database. */
    static String mySql(SluiceSettings settings, Source source, List<Table> tables, List<TableSpec> specs) {
        String user = text(source.credentials().username()) + "@'%'";
        Set<String> places = new TreeSet<>();
        for (int i = 0; i < specs.size(); i++) {
            for (TableSpec.Shard shard : specs.get(i).in(source.name()).shards()) {
                places.add(
                        tables.get(i).sharded()
                                ? pattern(shard.database()) + ".*"
                                : MySqlSource.quote(shard.database()) + "." + MySqlSource.quote(shard.table()));
            }
        }
        StringBuilder sql = new StringBuilder("-- For MySQL" + (source.name().isEmpty() ? "" : " " + source.name())
                + ": what the source half and DataX need. Put the account's host in"
                + " place of %.\n-- A shard may appear at any time, so shards are granted by their whole database.\n");
        places.forEach(place -> sql.append("GRANT SELECT ON ")
                .append(place)
                .append(" TO ")
                .append(user)
                .append(";\n"));
        if (settings.streamer() != null) {
            sql.append("-- Live changes, MySQL 8.0 and later; leave it out on 5.7, which has no such privilege.\n")
                    .append("GRANT XA_RECOVER_ADMIN ON *.* TO ")
                    .append(user)
                    .append(";\n-- Only for a source without GTIDs:\n-- GRANT REPLICATION CLIENT, PROCESS ON *.* TO ")
                    .append(user)
                    .append(";\n-- The streamer's own account is in templates/mysql/streamer-user.sql.\n");
        }
        return sql.toString();
    }

    /** In the place of a database, MySQL reads {@code _} and {@code %} as wildcards. */
    private static String pattern(String database) {
        return MySqlSource.quote(database.replace("_", "\\_").replace("%", "\\%"));
    }

    private static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /**
     * For the account of {@code starrocks}, StarRocks 3.0 and later. By name, so for tables that are there: whoever may
     * create a table has no right to what is in it, and no grant outlives its table.
     */
    static String starRocks(SluiceSettings settings, List<TableSpec> specs) {
        StarRocks starrocks = settings.starrocksOrRefuse();
        String user = " TO USER " + text(starrocks.credentials().username()) + ";\n";
        String database = CreateTable.quote(starrocks.database());
        StringBuilder sql = new StringBuilder("""
                -- For StarRocks 3.0 and later: what the target half and the sink need. StarRocks grants on tables that are there,
                -- gives whoever creates a table nothing of it, and drops the grants with the table. So there are two ways.
                -- 1. By table, as below. Run the *_create_table.sql first, with an account that may, then this. A run uses tables
                --    that it finds empty; it empties none that it did not create, so that is yours before a second attempt.
                -- 2. In a database for these tables alone: these two in place of the rest, and the run creates and empties them.
                """);
        sql.append("-- GRANT CREATE TABLE ON DATABASE ").append(database).append(user);
        sql.append("-- GRANT SELECT, INSERT, DELETE ON ALL TABLES IN DATABASE ")
                .append(database)
                .append(user);
        for (TableSpec spec : specs) {
            sql.append("GRANT SELECT, INSERT ON TABLE ")
                    .append(database)
                    .append('.')
                    .append(CreateTable.quote(spec.target()))
                    .append(user);
        }
        return sql.toString();
    }

    /** A script; whose principals they are is told by the environment. */
    static String kafka(SluiceSettings settings, List<TableSpec> specs) {
        List<String> lines = new ArrayList<>();
        lines.add("#!/bin/sh");
        lines.add(
                "# Allows in Kafka what a run needs and no more. Review it, then run it where kafka-acls.sh is, with");
        lines.add("#   BOOTSTRAP      a broker's address");
        lines.add("#   ADMIN_CONFIG   client settings of somebody who may alter ACLs");
        lines.add("#   SOURCE, TARGET principals of the two halves (DataX has the source half's), such as User:sluice");
        lines.add("#   CONNECT        principal of the connectors");
        boolean live = settings.streamer() != null;
        if (live) {
            lines.add("#   STREAMER       principal of binlog-streamer");
        }
        lines.add("set -eu");
        lines.add("for name in BOOTSTRAP ADMIN_CONFIG SOURCE TARGET CONNECT" + (live ? " STREAMER" : "") + "; do");
        lines.add("    eval \"value=\\${$name:-}\"");
        lines.add("    [ -n \"$value\" ] || { echo \"$0: $name is not set; see its head\" >&2; exit 10; }");
        lines.add("done");
        lines.add("allow() {");
        lines.add("    principal=$1; shift");
        lines.add("    kafka-acls.sh --bootstrap-server \"$BOOTSTRAP\" --command-config \"$ADMIN_CONFIG\" --add"
                + " --allow-principal \"$principal\" \"$@\"");
        lines.add("}");
        String control = settings.control().topic();
        lines.add("");
        lines.add("# where the halves meet, and the topics in which they compare live tables");
        for (String half : List.of("SOURCE", "TARGET")) {
            lines.add(topic(half, KEEP, control));
            if (live) {
                lines.add(topic(half, OWN + " --resource-pattern-type prefixed", control + "-compare-"));
            }
        }
        Streamer streamer = settings.streamer();
        if (streamer != null) {
            lines.add("");
            lines.add("# the streamer's positions, and its transactions");
            lines.add(topic("SOURCE", READ, streamer.positions()));
            lines.add(topic("STREAMER", KEEP, streamer.positions()));
            lines.add("allow \"$STREAMER\" --operation Write --operation Describe --transactional-id "
                    + DataxScript.quote("sluice-") + " --resource-pattern-type prefixed");
        }
        for (TableSpec spec : specs) {
            lines.add("");
            lines.add("# " + spec.target().replaceAll("\\R", " "));
            lines.add(topic("SOURCE", OWN, spec.topic()));
            lines.add(topic("TARGET", READ + " --operation Delete", spec.topic()));
            reads(lines, spec.topic(), spec.connector(), "");
            if (spec.stream() != null) {
                lines.add(topic(
                        "SOURCE",
                        WRITE + " --operation Create --operation Delete",
                        spec.stream().topic()));
                lines.add(topic("TARGET", READ, spec.stream().topic()));
                lines.add(topic("STREAMER", WRITE, spec.stream().topic()));
                // the stream's connector is told where to begin
                reads(lines, spec.stream().topic(), spec.stream().connector(), "--operation Read ");
            }
        }
        return String.join("\n", lines) + "\n";
    }

    /**
     * A connector reads its topic in a group of its own, whose offsets the target half sees and deletes.
     *
     * @param sets what the target half needs to set them, or empty
     */
    private static void reads(List<String> lines, String topic, String connector, String sets) {
        lines.add(topic("CONNECT", "--operation Read --operation Describe", topic));
        String group = DataxScript.quote(ConnectClient.group(connector));
        lines.add("allow \"$CONNECT\" --operation Read --group " + group);
        lines.add("allow \"$TARGET\" " + sets + "--operation Describe --operation Delete --group " + group);
    }

    private static String topic(String principal, String operations, String topic) {
        return "allow \"$" + principal + "\" " + operations + " --topic " + DataxScript.quote(topic);
    }
}
