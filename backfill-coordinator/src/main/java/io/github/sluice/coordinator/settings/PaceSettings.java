package io.github.sluice.coordinator.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How many tables go on at once, and what holds them back: the sections {@code parallel} and {@code throttle}. */
public final class PaceSettings {
    private static final String HOST_AND_PORT = "[^\\s/:]+:\\d{1,5}";

    private PaceSettings() {}

    /** Which tables go first. */
    public enum Order {
        /** By MySQL's row estimates: what is wrong with the road itself shows in minutes. */
        SMALLEST,
        /** By MySQL's row estimates: the whole ends soonest. */
        LARGEST,
        /** As they stand in the settings. */
        LISTED
    }

    /**
     * Limits over all tables.
     *
     * @param snapshots DataX processes
     * @param channels of all DataX processes together
     * @param loads tables that are loaded or compared
     */
    public record Parallel(Order order, int snapshots, int channels, int loads) {}

    /** What becomes of a table that was held back for too long. */
    public enum AtLimit {
        FAIL,
        GO
    }

    /**
     * Above which load no step begins that adds to it; null is not looked at.
     *
     * @param threadsRunning of MySQL
     * @param replica {@code host:port} of a replica of the source, reached as the source is
     * @param replicaLag of that replica
     * @param kafkaDisk percent of the fullest log directory of any broker
     * @param versions of the tablet that has most of them
     * @param patience how long a step may be held back
     */
    public record Throttle(
            @Nullable Integer threadsRunning,
            @Nullable String replica,
            @Nullable Duration replicaLag,
            @Nullable Integer kafkaDisk,
            @Nullable Integer versions,
            Duration patience,
            AtLimit atLimit) {
        /** Looks at nothing. */
        public static final Throttle NONE =
                new Throttle(null, null, null, null, null, Duration.ofHours(2), AtLimit.FAIL);
    }

    /** @param dataxChannels of one DataX process; every table's has the same */
    static Parallel parallel(YamlNode node, int dataxChannels) {
        Order order = node.word("order", Order.SMALLEST, Order.class);
        int snapshots = node.integer("snapshots", 1, 1, 64);
        int channels = node.integer("channels", snapshots * dataxChannels, 1, 10_000);
        int loads = node.integer("loads", 2, 1, 64);
        if (channels < dataxChannels) {
            node.problems()
                    .add(
                            node.path("channels"),
                            "must be at least datax.channels (" + dataxChannels + "), or no snapshot could begin",
                            channels);
        }
        node.refuseUnknownKeys();
        return new Parallel(order, snapshots, channels, loads);
    }

    /** @param severalSources whether there is more than one MySQL of which a replica could be */
    static Throttle throttle(YamlNode node, boolean severalSources) {
        String replica = node.text("replica", null);
        if (replica != null && severalSources) {
            node.problems()
                    .add(
                            node.path("replica"),
                            "is one MySQL's, and sources has several; hold their snapshots back by threadsRunning",
                            replica);
        }
        if (replica != null && !replica.matches(HOST_AND_PORT)) {
            node.problems().add(node.path("replica"), "must be HOST:PORT of a replica of the source", replica);
        }
        Duration replicaLag = node.parsed("replicaLag", SettingsFile::duration);
        if ((replica == null) != (replicaLag == null)) {
            node.problems()
                    .add(
                            node.path(replica == null ? "replica" : "replicaLag"),
                            "is required: replica and replicaLag stand together");
        }
        Throttle throttle = new Throttle(
                above(node, "threadsRunning", 100_000),
                replica,
                replicaLag,
                node.parsed("kafkaDisk", PaceSettings::percent),
                above(node, "versions", 100_000),
                SettingsFile.duration(node, "wait", Throttle.NONE.patience()),
                node.word("atLimit", AtLimit.FAIL, AtLimit.class));
        node.refuseUnknownKeys();
        return throttle;
    }

    private static @Nullable Integer above(YamlNode node, String key, int most) {
        return node.has(key) ? node.integer(key, 1, 1, most) : null;
    }

    private static Integer percent(String text) {
        if (!text.matches("[1-9]\\d?%")) {
            throw new IllegalArgumentException("must be a share such as 85%, found '" + text + "'");
        }
        return Integer.valueOf(text.substring(0, text.length() - 1));
    }
}
