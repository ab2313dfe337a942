package io.github.sluice.coordinator.doctor;

import static io.github.sluice.coordinator.doctor.Check.fail;
import static io.github.sluice.coordinator.doctor.Check.warn;
import static io.github.sluice.coordinator.doctor.Judgement.skipped;
import static io.github.sluice.coordinator.doctor.Judgement.when;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** What MySQL must be like. Pure. */
final class MySqlChecks {
    private static final long LEAST_PACKET = 16L << 20;
    private static final int LEAST_WRITE_TIMEOUT = 60;
    private static final long MOST_LAG_SECONDS = 60;
    private static final Set<String> CHARSETS =
            Set.of("utf8mb4", "utf8mb3", "utf8", "ascii", "latin1", "gbk", "gb18030", "gb2312", "binary");

    private MySqlChecks() {}

    static List<Check<MySqlFacts>> all() {
        return List.of(
                fail(
                        "mysql-version",
                        facts -> when(
                                Versions.atLeast(facts.version(), 5, 7)
                                        && !(facts.live() && isMariaDb(facts.version())),
                                "version=" + facts.version())),
                fail("mysql-binlog", live(variable("log_bin", "ON"))),
                fail("mysql-binlog-format", live(variable("binlog_format", "ROW"))),
                fail("mysql-row-image", live(variable("binlog_row_image", "FULL"))),
                fail("mysql-row-value-options", live(variable("binlog_row_value_options", ""))),
                warn("mysql-row-metadata", live(variable("binlog_row_metadata", "FULL"))),
                warn("mysql-transaction-compression", live(MySqlChecks::compression)),
                fail("mysql-binlog-retention", live(MySqlChecks::retention)),
                fail(
                        "mysql-server-id",
                        live(facts -> when(
                                !facts.variable("server_id").isEmpty()
                                        && !facts.variable("server_id").equals("0"),
                                text(facts, "server_id")))),
                warn("mysql-gtid-mode", live(variable("gtid_mode", "ON"))),
                fail("mysql-grant-select", facts -> facts.unreadable().judge(MySqlChecks::none)),
                fail("mysql-grant-xa", live(MySqlChecks::xa)),
                fail("mysql-grant-positions", live(MySqlChecks::positions)),
                warn(
                        "mysql-grant-replication",
                        live(facts -> when(
                                granted(facts, "REPLICATION SLAVE"),
                                granted(facts, "REPLICATION SLAVE") ? "REPLICATION SLAVE" : "REPLICATION SLAVE -"))),
                fail("mysql-tables-found", facts -> facts.missing().judge(MySqlChecks::none)),
                fail("mysql-primary-keys", facts -> facts.keyless().judge(MySqlChecks::none)),
                warn("mysql-zero-dates", MySqlChecks::zeroDates),
                warn("mysql-charsets", facts -> facts.charsets()
                        .judge(charsets ->
                                when(CHARSETS.containsAll(charsets.keySet()), new TreeMap<>(charsets).toString()))),
                warn("mysql-letter-case", facts -> facts.sameLetters()
                        .judge(pairs ->
                                when(pairs.isEmpty(), text(facts, "lower_case_table_names") + Lists.tail(pairs)))),
                warn(
                        "mysql-net-write-timeout",
                        facts -> when(
                                number(facts, "net_write_timeout") >= LEAST_WRITE_TIMEOUT,
                                text(facts, "net_write_timeout"))),
                warn(
                        "mysql-max-packet",
                        facts -> when(
                                number(facts, "max_allowed_packet") >= LEAST_PACKET,
                                text(facts, "max_allowed_packet"))),
                warn(
                        "mysql-time-zone",
                        facts -> when(
                                facts.zone().equals(facts.serverZone()),
                                "source.timeZone=" + facts.zone() + " server=" + facts.serverZone())),
                warn("mysql-replica-lag", facts -> facts.replicaLag().judge(lag -> lag.map(seconds -> when(
                                seconds <= MOST_LAG_SECONDS,
                                "lag=" + (seconds == Long.MAX_VALUE ? "?" : seconds + " s") + " "
                                        + text(facts, "read_only")))
                        .orElse(when(true, "replica=no")))),
                fail("mysql-replica-updates", live(facts -> facts.replicaLag()
                        .judge(lag -> lag.isEmpty()
                                ? when(true, "replica=no")
                                : when(
                                        updates(facts).equalsIgnoreCase("ON"),
                                        "log_replica_updates=" + updates(facts))))),
                warn("mysql-prepared-xa", live(facts -> facts.preparedXa()
                        .judge(count -> when(count == 0, "prepared=" + count)))),
                warn("mysql-clock", facts -> Clocks.judge(facts.clockAhead())));
    }

    private static boolean isMariaDb(String version) {
        return version.toLowerCase(java.util.Locale.ROOT).contains("mariadb");
    }

    private static Function<MySqlFacts, Judgement> live(Function<MySqlFacts, Judgement> judge) {
        return facts -> facts.live() ? judge.apply(facts) : skipped("no-streamer", "");
    }

    /** A version that does not know the variable can't have it wrong. */
    private static Function<MySqlFacts, Judgement> variable(String name, String wanted) {
        return facts -> facts.variables().containsKey(name)
                ? when(facts.variable(name).equalsIgnoreCase(wanted), text(facts, name))
                : skipped("not-there", name);
    }

    private static Judgement compression(MySqlFacts facts) {
        return variable("binlog_transaction_compression", "OFF").apply(facts);
    }

    private static Judgement retention(MySqlFacts facts) {
        Optional<Duration> kept = facts.told().or(() -> byVariables(facts));
        if (facts.forecast().isEmpty()) {
            return skipped("no-forecast", "");
        }
        Duration forecast = facts.forecast().get();
        return when(
                kept.isEmpty() || kept.get().compareTo(forecast) >= 0,
                "kept=" + kept.map(Duration::toString).orElse("ever") + " forecast=" + forecast);
    }

    private static Optional<Duration> byVariables(MySqlFacts facts) {
        long seconds = number(facts, "binlog_expire_logs_seconds");
        if (seconds == 0) {
            seconds = Duration.ofDays(number(facts, "expire_logs_days")).toSeconds();
        }
        return seconds == 0 || facts.variable("binlog_expire_logs_auto_purge").equalsIgnoreCase("OFF")
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(seconds));
    }

    private static Judgement xa(MySqlFacts facts) {
        if (!Versions.atLeast(facts.version(), 8, 0)) {
            return skipped("not-there", "XA_RECOVER_ADMIN");
        }
        boolean holds = granted(facts, "XA_RECOVER_ADMIN");
        return when(holds, "XA_RECOVER_ADMIN" + (holds ? "" : " -"));
    }

    private static Judgement positions(MySqlFacts facts) {
        if (facts.variable("gtid_mode").equalsIgnoreCase("ON")) {
            return skipped("gtids", text(facts, "gtid_mode"));
        }
        List<String> missing = List.of("REPLICATION CLIENT", "PROCESS").stream()
                .filter(privilege -> !granted(facts, privilege))
                .toList();
        return when(missing.isEmpty(), missing.isEmpty() ? "REPLICATION CLIENT, PROCESS" : "- " + missing);
    }

    /** A global grant of the privilege. */
    private static boolean granted(MySqlFacts facts, String privilege) {
        return facts.grants().stream()
                .filter(grant -> grant.contains(" ON *.* "))
                .map(grant -> grant.replaceFirst("^GRANT ", "").replaceFirst(" ON \\*\\.\\* .*", ""))
                .flatMap(list -> List.of(list.split(",")).stream())
                .map(String::strip)
                .anyMatch(one -> one.equals(privilege) || one.equals("ALL PRIVILEGES"));
    }

    private static Judgement zeroDates(MySqlFacts facts) {
        return facts.zeroDates().judge(columns -> {
            boolean strict = facts.variable("sql_mode").contains("NO_ZERO_DATE");
            return when(
                    columns.isEmpty() && strict,
                    "sql_mode:NO_ZERO_DATE=" + (strict ? "yes" : "no") + Lists.tail(columns));
        });
    }

    private static String updates(MySqlFacts facts) {
        return facts.variables().getOrDefault("log_replica_updates", facts.variable("log_slave_updates"));
    }

    private static Judgement none(List<String> wrong) {
        return when(wrong.isEmpty(), Lists.few(wrong));
    }

    private static long number(MySqlFacts facts, String name) {
        String value = facts.variable(name);
        return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
    }

    private static String text(MySqlFacts facts, String name) {
        return name + "=" + facts.variable(name);
    }
}
