package io.github.sluice.coordinator.doctor;

import static io.github.sluice.coordinator.doctor.Check.fail;
import static io.github.sluice.coordinator.doctor.Check.warn;
import static io.github.sluice.coordinator.doctor.Judgement.skipped;
import static io.github.sluice.coordinator.doctor.Judgement.when;

import io.github.sluice.coordinator.doctor.StarRocksFacts.Backend;
import java.util.List;

/** What StarRocks must be like. Pure. */
final class StarRocksChecks {
    private static final long LEAST_LABEL_SECONDS = 86_400;
    private static final double MOST_USED_PERCENT = 85;

    private StarRocksChecks() {}

    static List<Check<StarRocksFacts>> all() {
        return List.of(
                fail("starrocks-http", facts -> when(facts.http().isEmpty(), Lists.few(facts.http()))),
                warn(
                        "starrocks-version",
                        facts -> when(Versions.atLeast(facts.version(), 3, 0), "version=" + facts.version())),
                warn("starrocks-database", facts -> facts.databaseThere()
                        .judge(there -> when(there, "there=" + there))),
                fail("starrocks-grants", StarRocksChecks::grants),
                fail("starrocks-tables", facts -> facts.otherTables()
                        .judge(tables -> when(
                                tables.isEmpty(),
                                Lists.few(tables.entrySet().stream()
                                        .map(table -> table.getKey() + ": " + table.getValue())
                                        .toList())))),
                warn("starrocks-label-keep", facts -> facts.labelKeepSeconds()
                        .judge(seconds -> when(seconds >= LEAST_LABEL_SECONDS, "label_keep_max_second=" + seconds))),
                fail("starrocks-backends", facts -> facts.backends().judge(backends -> {
                    List<String> dead = backends.stream()
                            .filter(one -> !one.alive())
                            .map(Backend::host)
                            .toList();
                    return when(
                            dead.size() < backends.size() && dead.isEmpty(),
                            "backends=" + backends.size() + (dead.isEmpty() ? "" : " dead:" + Lists.tail(dead)));
                })),
                warn("starrocks-disk", facts -> facts.backends().judge(StarRocksChecks::disk)),
                fail("starrocks-replication", facts -> facts.backends().judge(backends -> {
                    long able = backends.stream()
                            .filter(one -> one.alive() && !one.leaving())
                            .count();
                    return when(
                            able >= facts.replication(), "replicationNum=" + facts.replication() + " backends=" + able);
                })),
                warn("starrocks-backend-http", facts -> facts.beHttp()
                        .judge(silent -> when(silent.isEmpty(), Lists.few(silent)))),
                warn("starrocks-clock", facts -> Clocks.judge(facts.clockAhead())));
    }

    /** Roles are not unfolded: what an account may by them alone can't be told from the grants. */
    private static Judgement grants(StarRocksFacts facts) {
        if (facts.root()) {
            return when(true, "root");
        }
        return facts.grants().judge(grants -> {
            if (grants.stream().anyMatch(grant -> !grant.contains(" ON ") || grant.contains("ALL PRIVILEGES"))) {
                return skipped("roles", Lists.few(grants));
            }
            List<String> missing = List.of("SELECT", "INSERT").stream()
                    .filter(privilege -> grants.stream().noneMatch(grant -> grant.contains(privilege)))
                    .toList();
            return when(missing.isEmpty(), missing.isEmpty() ? Lists.few(grants) : "- " + missing);
        });
    }

    private static Judgement disk(List<Backend> backends) {
        List<Backend> told =
                backends.stream().filter(one -> one.usedPercent() >= 0).toList();
        return told.isEmpty()
                ? skipped("not-told", "")
                : when(
                        told.stream().allMatch(one -> one.usedPercent() <= MOST_USED_PERCENT),
                        Lists.few(told.stream()
                                .map(one -> one.host() + ": used=" + one.usedPercent() + " %")
                                .toList()));
    }
}
