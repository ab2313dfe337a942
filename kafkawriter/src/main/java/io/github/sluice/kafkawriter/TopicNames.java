package io.github.sluice.kafkawriter;

import org.jspecify.annotations.Nullable;

/** Kafka's rule for the names of topics, as {@code org.apache.kafka.common.internals.Topic} has it. Stateless. */
final class TopicNames {
    private TopicNames() {}

    /** The rule that a name breaks; null if it breaks none. */
    static @Nullable String faultOf(String name) {
        String left = JobValues.unresolved(name);
        if (left != null) {
            return JobValues.rule(left);
        }
        if (!name.matches("[a-zA-Z0-9._-]{1,249}") || name.equals(".") || name.equals("..")) {
            return "must be 1 to 249 of letters, digits, '.', '_' and '-'";
        }
        return null;
    }
}
