package io.github.sluice.streamer.settings;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.envelope.RecordSealer;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.SecretReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * {@code streamer.yaml}, read and checked by {@link SettingsFile}: the only form in which settings travel through the
 * streamer. Secrets are references in it until they are used. Immutable; printing it shows no secret.
 *
 * @param file where it was read from
 * @param name names the process's position records and its transactional ids
 * @param tables folder of the table files
 */
public record StreamerSettings(
        Path file,
        String name,
        List<Source> sources,
        Kafka kafka,
        Encryption encryption,
        Path tables,
        Positions positions,
        Http http,
        Commit commit,
        Health health,
        Log log) {

    public StreamerSettings {
        sources = List.copyOf(sources);
    }

    /** A server of a source. */
    public record Host(String name, int port) {
        /** {@code host:port}. */
        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    /**
     * One MySQL, which may be several servers of one replication topology.
     *
     * @param hosts tried in order
     * @param passwordReference {@code env:NAME} or {@code file:PATH}
     * @param serverId under which the streamer registers itself as a replica, 1 to 2^32-1
     * @param timeZone offset such as {@code +08:00}, in which TIMESTAMP becomes text
     * @param properties of the JDBC driver as written; a value may be a reference. {@code sslMode} among them rules the
     *     binlog connection too
     */
    public record Source(
            String name,
            List<Host> hosts,
            String username,
            String passwordReference,
            long serverId,
            String timeZone,
            Map<String, String> properties) {
        public Source {
            hosts = List.copyOf(hosts);
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }

        /**
         * The password, read now.
         *
         * @throws Failure with {@link ExitCode#USAGE} if the reference leads to none
         */
        public String password() {
            return secret("password of source " + name, passwordReference);
        }

        /**
         * The JDBC driver's properties with every reference resolved; without user and password. Not to be printed.
         *
         * @throws Failure with {@link ExitCode#USAGE} if a reference leads to nothing
         */
        public Map<String, String> jdbcProperties() {
            return resolved("properties of source " + name + ": ", properties);
        }
    }

    /**
     * Kafka.
     *
     * @param properties client settings as written; a value may be a reference
     * @param replicationFactor of topics that the streamer creates
     */
    public record Kafka(String bootstrapServers, Map<String, String> properties, int replicationFactor) {
        public Kafka {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }

        /**
         * Client settings with {@code bootstrap.servers} and every reference resolved. Not to be printed.
         *
         * @throws Failure with {@link ExitCode#USAGE} if a reference leads to nothing
         */
        public Map<String, Object> clientProperties() {
            Map<String, Object> client = new LinkedHashMap<>(resolved("kafka.properties.", properties));
            client.put("bootstrap.servers", bootstrapServers);
            return client;
        }
    }

    /** How a sealed row is written. */
    public enum Envelope {
        V1,
        V2
    }

    /** The data key or key ring, as a reference, and the envelope of rows. */
    public record Encryption(String keyReference, Envelope envelope) {
        /**
         * The key ring, read now and followed from then on.
         *
         * @throws Failure with {@link ExitCode#USAGE} if the reference leads to none
         */
        public KeyRing ring() {
            try {
                KeyRing ring = KeyRing.fromReference(keyReference, Encryption::warn);
                sealer(ring); // a cipher that this Java lacks is a fault of the settings, not of a row
                return ring;
            } catch (RuntimeException e) {
                throw new Failure(ExitCode.USAGE, "encryption.key: " + e.getMessage(), e);
            }
        }

        /** The logger is asked for only here: a logger opens the log, whose file is known only when the settings are read. */
        private static void warn(String text) {
            LoggerFactory.getLogger(Encryption.class).warn(text);
        }

        /** A sealer of rows in the envelope that is set. One thread. */
        public RecordSealer sealer(KeyRing ring) {
            ring.active().algorithm().newCipher();
            return envelope == Envelope.V2 ? EnvelopeV2.sealer(ring, false) : EnvelopeV1.sealer(ring);
        }
    }

    /** The compacted topic of the position records. */
    public record Positions(String topic) {}

    /** Where metrics and health are served. {@code port} 0 is any free one, named in the log. */
    public record Http(String bind, int port) {}

    /** A Kafka transaction ends after so many rows or so much time, whichever is first. */
    public record Commit(int rows, Duration interval) {}

    /** {@code stuckAfter}: how long the source may move on while the streamer does not. */
    public record Health(Duration stuckAfter) {}

    /** The log file; it is appended to and rotated by day and size. */
    public record Log(Path file) {}

    private static Map<String, String> resolved(String where, Map<String, String> properties) {
        Map<String, String> resolved = new LinkedHashMap<>();
        properties.forEach((key, value) ->
                resolved.put(key, SecretReference.isReference(value) ? secret(where + key, value) : value));
        return resolved;
    }

    private static String secret(String what, String reference) {
        try {
            return SecretReference.parse(reference).resolve();
        } catch (RuntimeException e) {
            throw new Failure(ExitCode.USAGE, what + ": " + e.getMessage(), e);
        }
    }
}
