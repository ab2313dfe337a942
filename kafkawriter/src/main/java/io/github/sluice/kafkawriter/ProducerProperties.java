package io.github.sluice.kafkawriter;

import io.github.sluice.wire.key.SecretReference;
import io.github.sluice.writer.ParameterMap;
import io.github.sluice.writer.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The effective properties of the producer and of the admin client: our defaults, the named parameters, then whatever
 * {@code producerProperties} holds, references resolved. Immutable, safe to print.
 *
 * <p>The defaults are those that S1 fixed in code (retry.backoff.ms, linger.ms, connections.max.idle.ms,
 * max.in.flight.requests.per.connection), made overridable; its socket.keepalive.enable is a property of another client
 * library and unknown to this one.
 */
final class ProducerProperties {
    static final String DEFAULT_ACK = "all";
    static final int DEFAULT_BATCH_SIZE = 16384;
    static final int DEFAULT_LINGER_MS = 100;

    /** Kafka's default of transaction.max.timeout.ms, for brokers that do not tell theirs. */
    static final int DEFAULT_TRANSACTION_TIMEOUT_MS = 900_000;

    private static final String PARAMETER = Key.PRODUCER_PROPERTIES;
    private static final ConfigDef DEFINITIONS = ProducerConfig.configDef();

    private final Map<String, Object> effective;
    private final Map<String, String> printable;
    private final Duration deliveryTimeout;
    private final Duration transactionTimeout;
    private final int maxRequestSize;
    private final int largestBatch;

    private ProducerProperties(
            Map<String, Object> effective,
            Map<String, String> printable,
            AbstractConfig parsed,
            long deliveryMs,
            int largestBatch) {
        this.effective = Collections.unmodifiableMap(effective);
        this.printable = Collections.unmodifiableMap(printable);
        this.deliveryTimeout = Duration.ofMillis(deliveryMs);
        this.transactionTimeout = Duration.ofMillis(parsed.getInt(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG));
        this.maxRequestSize = parsed.getInt(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        this.largestBatch = largestBatch;
    }

    /** The producer's properties. Serializers are not among them: the producer gets instances that pass bytes through. */
    Map<String, Object> forProducer(String clientId) {
        Map<String, Object> properties = new HashMap<>(effective);
        properties.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        return properties;
    }

    /**
     * As {@link #forProducer}, for one that writes in transactions.
     *
     * @param transactionalId shuts out any other producer that has it
     */
    Map<String, Object> forTransactions(String clientId, String transactionalId) {
        Map<String, Object> properties = forProducer(clientId);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return properties;
    }

    /** The same connection and security settings for the admin client, without what only a producer knows. */
    Map<String, Object> forAdmin(String clientId) {
        Map<String, Object> properties = new HashMap<>(effective);
        properties.keySet().retainAll(AdminClientConfig.configNames());
        properties.remove(AdminClientConfig.RETRIES_CONFIG);
        properties.putIfAbsent(AdminClientConfig.CLIENT_ID_CONFIG, clientId);
        return properties;
    }

    /** The longest time between {@code send} and the callback, as kafka-clients computes it. */
    Duration deliveryTimeout() {
        return deliveryTimeout;
    }

    /** How long after its first row a transaction may last; of no effect where there is none. */
    Duration transactionTimeout() {
        return transactionTimeout;
    }

    /** Largest request in bytes; a record that cannot fit is never sent. */
    int maxRequestSize() {
        return maxRequestSize;
    }

    /**
     * Largest record batch in bytes that the topic takes, or {@code Integer.MAX_VALUE} where that is not known or, because
     * batches are compressed, not known before they are sent.
     */
    int largestBatch() {
        return largestBatch;
    }

    boolean acksAll() {
        String acks = String.valueOf(effective.get(ProducerConfig.ACKS_CONFIG));
        return acks.equals("all") || acks.equals("-1");
    }

    /** Names and values, secrets and unknown properties as {@code [hidden]}. */
    @Override
    public String toString() {
        return printable.toString();
    }

    /**
     * Reads and checks. Faults go to {@code problems}, things the user should know to {@code warnings}; the result is usable
     * only where {@code problems} stays empty.
     */
    static ProducerProperties from(
            ParameterMap parameters, DeliveryGuarantee guarantee, Problems problems, List<String> warnings) {
        return new Reader(parameters, guarantee, problems, warnings).read();
    }

    private static final class Reader {
        private final ParameterMap parameters;
        private final boolean transactional;
        private final Problems problems;
        private final List<String> warnings;
        private final Map<String, String> given;
        private final Map<String, Object> effective = new LinkedHashMap<>();
        private final Set<String> hidden = new TreeSet<>();

        Reader(ParameterMap parameters, DeliveryGuarantee guarantee, Problems problems, List<String> warnings) {
            this.parameters = parameters;
            this.transactional = guarantee == DeliveryGuarantee.TRANSACTIONAL;
            this.problems = problems;
            this.warnings = warnings;
            this.given = parameters.stringMap(PARAMETER);
        }

        ProducerProperties read() {
            effective.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, parameters.string(Key.BOOTSTRAP_SERVERS, ""));
            effective.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "1000");
            effective.put(ProducerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG, "300000");
            effective.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5");
            named(Key.ACK, ProducerConfig.ACKS_CONFIG, parameters.string(Key.ACK, DEFAULT_ACK));
            number(Key.BATCH_SIZE, ProducerConfig.BATCH_SIZE_CONFIG, DEFAULT_BATCH_SIZE);
            number(Key.LINGER, ProducerConfig.LINGER_MS_CONFIG, DEFAULT_LINGER_MS);
            if (parameters.has(Key.RETRIES)) {
                number(Key.RETRIES, ProducerConfig.RETRIES_CONFIG, 0);
            }
            serializer(Key.KEY_SERIALIZER);
            serializer(Key.VALUE_SERIALIZER);
            passThrough();
            idempotence();
            transaction();
            return checked();
        }

        private void named(String parameter, String property, String value) {
            if (given.containsKey(property) && parameters.has(parameter)) {
                problems.add(PARAMETER + "[" + property + "]", "is also given as " + parameter + "; give it once");
            }
            effective.put(property, value);
        }

        private void number(String parameter, String property, long otherwise) {
            named(parameter, property, Long.toString(parameters.integer(parameter, otherwise, 0, Integer.MAX_VALUE)));
        }

        private void serializer(String parameter) {
            String name = parameters.string(parameter);
            if (name != null
                    && !name.equals(StringSerializer.class.getName())
                    && !name.equals(ByteArraySerializer.class.getName())) {
                problems.add(
                        parameter,
                        "must be " + StringSerializer.class.getName() + " or " + ByteArraySerializer.class.getName()
                                + " (the writer sends UTF-8 bytes, which both pass on unchanged)",
                        name);
            }
        }

        private void passThrough() {
            for (Map.Entry<String, String> entry : given.entrySet()) {
                String property = entry.getKey();
                String where = PARAMETER + "[" + property + "]";
                if (property.equals(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
                    problems.add(where, "belongs in " + Key.BOOTSTRAP_SERVERS);
                } else if (property.equals(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG)
                        || property.equals(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG)) {
                    problems.add(where, "cannot be set: the writer sends bytes that are already encoded");
                } else if (property.equals(ProducerConfig.TRANSACTIONAL_ID_CONFIG)) {
                    problems.add(
                            where,
                            "cannot be set: write " + Key.DELIVERY_GUARANTEE
                                    + " transactional, which makes it of run, attempt and task");
                } else {
                    effective.put(property, resolved(property, where, entry.getValue()));
                }
            }
        }

        private String resolved(String property, String where, String value) {
            ConfigDef.ConfigKey definition = DEFINITIONS.configKeys().get(property);
            if (definition == null) {
                hidden.add(property);
                warnings.add(where + " is not a property of kafka-clients' producer; it is passed on, but is likely"
                        + " misspelt or belongs to another client library");
            }
            boolean password = definition != null && definition.type == ConfigDef.Type.PASSWORD;
            if (password) {
                hidden.add(property);
            }
            // a URL such as sasl.oauthbearer.jwks.endpoint.url=file:///... is a value, not a reference
            if (SecretReference.isReference(value) && !value.startsWith("file://")) {
                hidden.add(property);
                try {
                    return SecretReference.parse(value).resolve();
                } catch (RuntimeException e) {
                    problems.add(where, String.valueOf(e.getMessage()));
                    return "";
                }
            }
            if (password) {
                warnings.add(
                        where + " is given in clear: DataX prints the job file into its log; give it as env:NAME or"
                                + " file:PATH");
            }
            return value;
        }

        /** Lower guarantees are the user's choice, but said aloud, and never a crash inside kafka-clients. */
        private void idempotence() {
            String acks = String.valueOf(effective.get(ProducerConfig.ACKS_CONFIG));
            List<String> against = new ArrayList<>();
            if (acks.equals("0") || acks.equals("1")) {
                against.add("ack=" + acks);
                warnings.add(Key.ACK + "=" + acks + " is below all: rows that were counted as acknowledged can be lost"
                        + (acks.equals("0") ? ", and no offset is known for the manifest" : " with their broker"));
            }
            if ("0".equals(effective.get(ProducerConfig.RETRIES_CONFIG))) {
                against.add("retries=0");
            }
            Object inFlight = effective.get(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);
            if (String.valueOf(inFlight).matches("\\d{1,9}") && Integer.parseInt(String.valueOf(inFlight)) > 5) {
                against.add(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION + "=" + inFlight);
            }
            Object wanted = effective.get(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG);
            if (transactional && "false".equalsIgnoreCase(String.valueOf(wanted))) {
                against.add(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG + "=false");
            }
            if (transactional && !against.isEmpty()) {
                problems.add(
                        Key.DELIVERY_GUARANTEE,
                        "transactional cannot be together with " + String.join(", ", against)
                                + "; take that away, or write " + DeliveryGuarantee.AT_LEAST_ONCE);
            }
            if (wanted == null) {
                effective.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, Boolean.toString(against.isEmpty()));
            } else if ("true".equalsIgnoreCase(String.valueOf(wanted)) && !against.isEmpty()) {
                problems.add(
                        PARAMETER + "[" + ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG + "]",
                        "cannot be true together with " + String.join(", ", against));
            }
            if ("false".equalsIgnoreCase(String.valueOf(effective.get(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG)))) {
                warnings.add("the idempotent producer is off"
                        + (against.isEmpty() ? "" : " because of " + String.join(", ", against))
                        + ": a retry can write a row twice or out of order");
            }
        }

        /** A transaction may last as long as the broker allows: the longer it may, the larger a task may be. */
        private void transaction() {
            String property = ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;
            if (!transactional) {
                if (given.containsKey(property)) {
                    warnings.add(PARAMETER + "[" + property + "] has no effect without " + Key.DELIVERY_GUARANTEE
                            + " transactional");
                }
            } else if (!given.containsKey(property)) {
                effective.put(property, Long.toString(longestTransaction(DEFAULT_TRANSACTION_TIMEOUT_MS)));
            }
        }

        private long longestTransaction(long otherwise) {
            return parameters.integer(Key.TRANSACTION_MAX_TIMEOUT_MS, otherwise, 1, Integer.MAX_VALUE);
        }

        private void checkTransaction(AbstractConfig parsed, long delivery) {
            String property = ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;
            boolean chosen = given.containsKey(property);
            String where = chosen ? PARAMETER + "[" + property + "]" : Key.DELIVERY_GUARANTEE;
            long timeout = parsed.getInt(property);
            if (timeout > longestTransaction(Integer.MAX_VALUE)) {
                problems.add(
                        where,
                        "must be no more than the broker's transaction.max.timeout.ms, "
                                + longestTransaction(Integer.MAX_VALUE) + "; lower it, or raise that",
                        timeout);
            }
            if (timeout < delivery) {
                problems.add(
                        where,
                        (chosen
                                        ? "must be"
                                        : "the broker allows transactions of " + timeout + " ms, but they must last")
                                + " at least as long as delivery.timeout.ms (" + delivery
                                + "), in which a row may still arrive; raise "
                                + (chosen ? "it" : "the broker's transaction.max.timeout.ms")
                                + ", or lower delivery.timeout.ms");
            }
        }

        private ProducerProperties checked() {
            Map<String, String> strings = new HashMap<>();
            effective.forEach((name, value) -> strings.put(name, String.valueOf(value)));
            strings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
            strings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
            boolean faulty = false;
            for (ConfigValue value : DEFINITIONS.validate(strings)) {
                if (value.errorMessages().isEmpty()) {
                    continue;
                }
                faulty = true;
                String where = whereGiven(value.name());
                if (hidden.contains(value.name())) {
                    problems.add(where, "is refused by kafka-clients (value hidden)");
                } else {
                    problems.add(where, String.join(", ", value.errorMessages()));
                }
            }
            AbstractConfig parsed = parse(faulty ? Collections.emptyMap() : strings);
            long delivery = delivery(parsed);
            if (transactional && !faulty) {
                checkTransaction(parsed, delivery);
            }
            effective.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(delivery));
            int largest = fitToTopic(parsed);
            return new ProducerProperties(effective, printable(), parsed, delivery, largest);
        }

        /**
         * kafka-clients 3.9 splits a refused batch into pieces of batch.size, so where the topic takes less it splits and
         * retries without end and without regard to its time-outs, until its thread dies of the chain of futures
         * (KAFKA-8350). A batch must therefore fit the topic from the start.
         */
        private int fitToTopic(AbstractConfig parsed) {
            long limit = parameters.integer(Key.TOPIC_MAX_MESSAGE_BYTES, Integer.MAX_VALUE, 0, Integer.MAX_VALUE);
            int batch = parsed.getInt(ProducerConfig.BATCH_SIZE_CONFIG);
            if (limit < batch) {
                effective.put(ProducerConfig.BATCH_SIZE_CONFIG, Long.toString(limit));
                warnings.add("batch.size is lowered from " + batch + " to the topic's max.message.bytes, " + limit);
            }
            boolean compressed = !"none".equals(parsed.getString(ProducerConfig.COMPRESSION_TYPE_CONFIG));
            return compressed ? Integer.MAX_VALUE : (int) limit;
        }

        private static AbstractConfig parse(Map<String, String> strings) {
            Map<String, String> complete = new HashMap<>(strings);
            complete.putIfAbsent(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
            complete.putIfAbsent(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
            complete.putIfAbsent(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "");
            return new AbstractConfig(DEFINITIONS, complete, false);
        }

        /** kafka-clients raises its own default where linger and request time-out ask for it, but refuses a given value. */
        private long delivery(AbstractConfig parsed) {
            long linger = parsed.getLong(ProducerConfig.LINGER_MS_CONFIG);
            int request = parsed.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
            int delivery = parsed.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
            if (delivery < linger + request && given.containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)) {
                problems.add(
                        PARAMETER + "[" + ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG + "]",
                        "must be at least linger.ms (" + linger + ") + request.timeout.ms (" + request + ")",
                        delivery);
            }
            return Math.max(delivery, Math.min(linger + request, Integer.MAX_VALUE));
        }

        private static String whereGiven(String property) {
            switch (property) {
                case ProducerConfig.ACKS_CONFIG:
                    return Key.ACK;
                case ProducerConfig.RETRIES_CONFIG:
                    return Key.RETRIES;
                case ProducerConfig.BATCH_SIZE_CONFIG:
                    return Key.BATCH_SIZE;
                case ProducerConfig.LINGER_MS_CONFIG:
                    return Key.LINGER;
                case ProducerConfig.BOOTSTRAP_SERVERS_CONFIG:
                    return Key.BOOTSTRAP_SERVERS;
                default:
                    return PARAMETER + "[" + property + "]";
            }
        }

        private Map<String, String> printable() {
            Map<String, String> printable = new LinkedHashMap<>();
            effective.forEach(
                    (name, value) -> printable.put(name, hidden.contains(name) ? "[hidden]" : String.valueOf(value)));
            return printable;
        }
    }
}
