package io.github.sluice.coordinator.doctor;

import static io.github.sluice.coordinator.doctor.Check.fail;
import static io.github.sluice.coordinator.doctor.Check.warn;
import static io.github.sluice.coordinator.doctor.Judgement.skipped;
import static io.github.sluice.coordinator.doctor.Judgement.when;

import io.github.sluice.coordinator.doctor.ConnectFacts.Worker;
import io.github.sluice.coordinator.doctor.KafkaFacts.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What Kafka Connect must be like. Pure. */
final class ConnectChecks {
    private static final int REPLICAS = 3;

    private ConnectChecks() {}

    static List<Check<ConnectFacts>> all() {
        return List.of(
                fail("connect-version", facts -> {
                    Set<String> versions = answering(facts).stream()
                            .map(Worker::version)
                            .collect(Collectors.toCollection(TreeSet::new));
                    return when(
                            versions.stream().allMatch(version -> Versions.atLeast(version, 2, 3)),
                            "version=" + Lists.few(versions));
                }),
                warn("connect-workers", facts -> {
                    List<String> silent = facts.workers().stream()
                            .filter(worker -> !worker.trouble().isEmpty())
                            .map(worker -> worker.url() + ": " + worker.trouble())
                            .toList();
                    return when(
                            silent.isEmpty(),
                            silent.isEmpty() ? "workers=" + facts.workers().size() : Lists.few(silent));
                }),
                fail("connect-cluster", facts -> facts.cluster().judge(cluster -> {
                    Set<String> theirs = answering(facts).stream()
                            .map(Worker::cluster)
                            .collect(Collectors.toCollection(TreeSet::new));
                    return when(theirs.equals(Set.of(cluster)), "kafka=" + cluster + " connect=" + Lists.few(theirs));
                })),
                fail("connect-plugins", facts -> facts.plugins().judge(plugins -> {
                    List<String> missing = facts.needed().stream()
                            .filter(needed -> !plugins.contains(needed))
                            .toList();
                    return when(missing.isEmpty(), Lists.few(missing.isEmpty() ? facts.needed() : missing));
                })),
                fail("connect-override-policy", facts -> facts.overrides().judge(ConnectChecks::none)),
                fail("connect-config", facts -> facts.faults().judge(ConnectChecks::none)),
                fail("connect-name-clash", facts -> facts.clashes().judge(ConnectChecks::none)),
                warn("connect-failed", facts -> facts.failed().judge(ConnectChecks::none)),
                fail(
                        "connect-stores-compacted",
                        facts -> stores(facts, topic -> topic.config()
                                .getOrDefault("cleanup.policy", "delete")
                                .equals("compact"))),
                fail(
                        "connect-stores-replicated",
                        facts -> stores(facts, topic -> topic.replication() >= Math.min(REPLICAS, facts.brokers()))));
    }

    private static List<Worker> answering(ConnectFacts facts) {
        return facts.workers().stream()
                .filter(worker -> worker.trouble().isEmpty())
                .toList();
    }

    /** Connect's REST does not name them, so they are known by their names only. */
    private static Judgement stores(ConnectFacts facts, Predicate<Topic> fits) {
        return facts.stores().judge(stores -> {
            if (stores.isEmpty()) {
                return skipped("no-stores", "");
            }
            Map<String, String> shown = new TreeMap<>();
            stores.forEach((name, topic) -> shown.put(
                    name, topic.config().getOrDefault("cleanup.policy", "delete") + " x" + topic.replication()));
            return when(stores.values().stream().allMatch(fits), "brokers=" + facts.brokers() + " " + shown);
        });
    }

    private static Judgement none(List<String> wrong) {
        return when(wrong.isEmpty(), Lists.few(wrong));
    }
}
