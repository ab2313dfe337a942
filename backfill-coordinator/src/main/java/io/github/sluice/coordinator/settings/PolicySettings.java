package io.github.sluice.coordinator.settings;

import io.github.sluice.coordinator.settings.SluiceSettings.BatchTopicPolicy;
import io.github.sluice.coordinator.settings.SluiceSettings.CutoverPolicy;
import io.github.sluice.coordinator.settings.SluiceSettings.Policy;
import io.github.sluice.coordinator.settings.SluiceSettings.SignOff;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads section {@code policy} of {@code sluice.yaml}. */
final class PolicySettings {
    private static final String TTL = "ttl:";
    private static final int MOST_APPROVERS = 2;

    private PolicySettings() {}

    /** @param topicConfig of the batch topics, whose retention a time to live must not outlast */
    static Policy read(YamlNode node, Map<String, String> topicConfig) {
        Policy kept = node.parsed("batchTopic", PolicySettings::batchTopic);
        CutoverPolicy cutover = node.word("cutover", CutoverPolicy.ASK, CutoverPolicy.class);
        int restarts = node.integer("restarts", 3, 0, 100);
        SignOff signoff = signoff(node.sectionOrEmpty("signoff"), cutover);
        node.refuseUnknownKeys();
        BatchTopicPolicy batchTopic = kept == null ? BatchTopicPolicy.DROP : kept.batchTopic();
        Duration keptFor = kept == null ? Duration.ZERO : kept.keptFor();
        refuseShorterRetention(node, keptFor, topicConfig.get("retention.ms"));
        return new Policy(batchTopic, keptFor, cutover, restarts, signoff);
    }

    private static Policy batchTopic(String text) {
        if (text.matches("drop|keep")) {
            return new Policy(BatchTopicPolicy.valueOf(text.toUpperCase(Locale.ROOT)), CutoverPolicy.ASK, 0);
        }
        if (text.matches(TTL + "[1-9]\\d{0,3}")) {
            return new Policy(
                    BatchTopicPolicy.TTL,
                    Duration.ofDays(Long.parseLong(text.substring(TTL.length()))),
                    CutoverPolicy.ASK,
                    0,
                    SignOff.DEFAULT);
        }
        throw new IllegalArgumentException("must be one of drop, keep, ttl:DAYS, found '" + text + "'");
    }

    /** A topic that Kafka empties by itself is not kept. */
    private static void refuseShorterRetention(YamlNode node, Duration keptFor, @Nullable String retention) {
        if (retention != null && retention.matches("\\d{1,18}") && Long.parseLong(retention) < keptFor.toMillis()) {
            node.problems()
                    .add(
                            node.path("batchTopic"),
                            "keeps the topic for " + keptFor.toDays()
                                    + " days, but kafka.topicConfig.retention.ms lets its records go sooner",
                            retention);
        }
    }

    private static SignOff signoff(YamlNode node, CutoverPolicy cutover) {
        int approvers = node.integer("approvers", 1, 1, MOST_APPROVERS);
        Map<String, String> keys = node.textMap("keys");
        keys.forEach((name, text) -> {
            if (!name.matches("[\\p{L}\\p{N}._@-]{1,64}")) {
                node.problems().add(node.path("keys"), "names are 1 to 64 letters, digits, dots, hyphens or @", name);
            }
            if (!text.startsWith("file:") && !text.startsWith("env:") && text.length() < 60) {
                node.problems()
                        .add(
                                node.path("keys." + name),
                                "must be the public line of sluice signoff keygen, or file:PATH",
                                text);
            }
        });
        Duration expires = SettingsFile.duration(node, "expires", SignOff.DEFAULT.expires());
        boolean waivers = node.truth("waivers", false);
        node.refuseUnknownKeys();
        if (keys.size() < approvers && (approvers > 1 || !keys.isEmpty())) {
            node.problems()
                    .add(
                            node.path("approvers"),
                            "needs as many keys: the name of an account does not tell two people apart",
                            approvers);
        }
        if (cutover == CutoverPolicy.AUTO && !keys.isEmpty()) {
            node.problems().add(node.path("keys"), "must not stand beside policy.cutover auto, which asks nobody");
        }
        return new SignOff(approvers, keys, expires, waivers);
    }
}
