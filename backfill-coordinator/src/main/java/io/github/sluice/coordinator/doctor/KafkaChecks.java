package io.github.sluice.coordinator.doctor;

import static io.github.sluice.coordinator.doctor.Check.fail;
import static io.github.sluice.coordinator.doctor.Check.warn;
import static io.github.sluice.coordinator.doctor.Judgement.skipped;
import static io.github.sluice.coordinator.doctor.Judgement.when;

import io.github.sluice.coordinator.doctor.KafkaFacts.LogFolder;
import io.github.sluice.coordinator.doctor.KafkaFacts.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What Kafka must be like. Pure. */
final class KafkaChecks {
    private static final int LEAST_FREE_PERCENT = 10;
    private static final int SEVERAL = 3;

    private KafkaChecks() {}

    static List<Check<KafkaFacts>> all() {
        return List.of(
                fail("kafka-version", facts -> facts.version()
                        .judge(version -> when(Versions.atLeast(version, 2, 1), "version=" + version))),
                fail(
                        "kafka-advertised-listeners",
                        facts -> when(
                                facts.unreachable().isEmpty(),
                                Lists.few(facts.unreachable().isEmpty() ? facts.brokers() : facts.unreachable()))),
                warn(
                        "kafka-public-plaintext",
                        facts -> when(facts.plaintextPublic().isEmpty(), Lists.few(facts.plaintextPublic()))),
                warn(
                        "kafka-bootstrap",
                        facts -> when(
                                facts.bootstrap() > 1 || facts.brokers().size() < SEVERAL,
                                "bootstrapServers=" + facts.bootstrap() + " " + brokers(facts))),
                fail(
                        "kafka-brokers",
                        facts -> when(
                                facts.brokers().size() >= facts.replication(),
                                brokers(facts) + " replicationFactor=" + facts.replication())),
                fail("kafka-min-insync", facts -> minInsync(facts, false)),
                warn("kafka-min-insync-single", facts -> minInsync(facts, true)),
                fail("kafka-create-topics", facts -> facts.mayCreate().judge(may -> created(facts, may))),
                fail("kafka-topic-acls", facts -> facts.topics().judge(topics -> acls(facts, topics))),
                fail("kafka-message-size", facts -> facts.broker().judge(broker -> messageSize(facts, broker))),
                fail("kafka-batch-retention", facts -> retention(facts, facts.batch(), "batch")),
                fail("kafka-stream-retention", facts -> retention(facts, facts.stream(), "stream")),
                fail("kafka-control-topic", facts -> facts.topics().judge(topics -> control(facts, topics))),
                warn("kafka-topic-replication", facts -> facts.topics().judge(topics -> replication(facts, topics))),
                warn("kafka-auto-create", broker("auto.create.topics.enable", "false")),
                warn("kafka-unclean-election", broker("unclean.leader.election.enable", "false")),
                fail("kafka-log-folders", facts -> facts.logs().judge(KafkaChecks::healthy)),
                warn("kafka-disk", facts -> facts.logs().judge(KafkaChecks::disk)));
    }

    private static String brokers(KafkaFacts facts) {
        return "brokers=" + facts.brokers().size();
    }

    private static Function<KafkaFacts, Judgement> broker(String setting, String wanted) {
        return facts -> facts.broker()
                .judge(broker -> broker.containsKey(setting)
                        ? when(wanted.equals(broker.get(setting)), setting + "=" + broker.get(setting))
                        : skipped("not-told", setting));
    }

    private static Judgement minInsync(KafkaFacts facts, boolean single) {
        return facts.broker().judge(broker -> {
            int least = Integer.parseInt(broker.getOrDefault("min.insync.replicas", "1"));
            String evidence = "min.insync.replicas=" + least + " replicationFactor=" + facts.replication();
            return when(single ? facts.replication() < SEVERAL || least > 1 : least <= facts.replication(), evidence);
        });
    }

    private static Judgement created(KafkaFacts facts, boolean may) {
        Set<String> missing = new TreeSet<>(facts.needs().keySet());
        Map<String, Topic> there = facts.topics().value();
        if (there != null) {
            missing.removeAll(there.keySet());
        }
        return when(may || missing.isEmpty(), may ? "CREATE" : "CREATE -" + Lists.tail(missing));
    }

    private static Judgement acls(KafkaFacts facts, Map<String, Topic> topics) {
        List<String> lacking = new ArrayList<>();
        boolean told = false;
        for (Map.Entry<String, Set<String>> need : facts.needs().entrySet()) {
            Topic topic = topics.get(need.getKey());
            if (topic == null || topic.allowed().isEmpty()) {
                continue;
            }
            told = true;
            Set<String> missing = new TreeSet<>(need.getValue());
            missing.removeAll(topic.allowed());
            if (!missing.isEmpty()) {
                lacking.add(need.getKey() + " -" + missing);
            }
        }
        return told ? when(lacking.isEmpty(), Lists.few(lacking)) : skipped("no-topics", "");
    }

    private static Judgement messageSize(KafkaFacts facts, Map<String, String> broker) {
        List<String> small = new ArrayList<>();
        String general = broker.getOrDefault("message.max.bytes", "1048588");
        if (Long.parseLong(general) < facts.largestRecord()) {
            small.add("message.max.bytes=" + general);
        }
        Map<String, Topic> topics = facts.topics().value();
        if (topics != null) {
            topics.forEach((name, topic) -> {
                String own = topic.config().getOrDefault("max.message.bytes", general);
                if (facts.batch().contains(name) && Long.parseLong(own) < facts.largestRecord()) {
                    small.add(name + ":max.message.bytes=" + own);
                }
            });
        }
        return when(
                small.isEmpty(),
                "record=" + facts.largestRecord()
                        + (small.isEmpty() ? " message.max.bytes=" + general : Lists.tail(small)));
    }

    private static Judgement retention(KafkaFacts facts, List<String> names, String kind) {
        if (names.isEmpty()) {
            return skipped("no-streamer", "");
        }
        if (facts.forecast().isEmpty()) {
            return skipped("no-forecast", "");
        }
        Duration forecast = facts.forecast().get();
        return facts.topics().judge(topics -> {
            Set<String> kept = new TreeSet<>();
            List<String> tooShort = new ArrayList<>();
            for (String name : names) {
                Topic topic = topics.get(name);
                Map<String, String> config =
                        topic == null ? facts.planned().getOrDefault(kind, Map.of()) : topic.config();
                long millis = Long.parseLong(config.getOrDefault("retention.ms", "-1"));
                String bytes = config.getOrDefault("retention.bytes", "-1");
                String text =
                        (topic == null ? "(planned) " : "") + "retention.ms=" + millis + " retention.bytes=" + bytes;
                kept.add(text);
                if ((millis >= 0 && millis < forecast.toMillis()) || !bytes.equals("-1")) {
                    tooShort.add(name + ": " + text);
                }
            }
            return when(
                    tooShort.isEmpty(), "forecast=" + forecast + " " + Lists.few(tooShort.isEmpty() ? kept : tooShort));
        });
    }

    private static Judgement control(KafkaFacts facts, Map<String, Topic> topics) {
        Topic topic = topics.get(facts.control());
        if (topic == null) {
            return skipped("no-control", facts.control());
        }
        String cleanup = topic.config().getOrDefault("cleanup.policy", "delete");
        return when(
                topic.partitions() == 1 && cleanup.equals("compact"),
                facts.control() + ": partitions=" + topic.partitions() + " cleanup.policy=" + cleanup);
    }

    private static Judgement replication(KafkaFacts facts, Map<String, Topic> topics) {
        if (topics.isEmpty()) {
            return skipped("no-topics", "");
        }
        List<String> low = topics.entrySet().stream()
                .filter(topic -> topic.getValue().replication() < facts.replication())
                .map(topic -> topic.getKey() + "=" + topic.getValue().replication())
                .toList();
        return when(low.isEmpty(), "replicationFactor=" + facts.replication() + Lists.tail(low));
    }

    private static Judgement healthy(List<LogFolder> logs) {
        List<String> wrong = logs.stream()
                .filter(log -> !log.error().isEmpty())
                .map(log -> "broker " + log.broker() + ": " + log.error())
                .toList();
        return when(wrong.isEmpty(), wrong.isEmpty() ? "folders=" + logs.size() : Lists.few(wrong));
    }

    private static Judgement disk(List<LogFolder> logs) {
        List<LogFolder> told = logs.stream().filter(log -> log.total() > 0).toList();
        if (told.isEmpty()) {
            return skipped("not-told", "");
        }
        List<String> free = told.stream()
                .map(log -> "broker " + log.broker() + ": free=" + log.usable() * 100 / log.total() + " %")
                .toList();
        return when(
                told.stream().allMatch(log -> log.usable() * 100 / log.total() >= LEAST_FREE_PERCENT), Lists.few(free));
    }
}
