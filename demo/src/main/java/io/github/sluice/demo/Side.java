package io.github.sluice.demo;

import java.util.Locale;

/** The two halves of the road. They share Kafka and nothing else. */
enum Side {
    /** Beside MySQL: the streamer, DataX, {@code sluice run --side source}. */
    SOURCE("db", "10.231.1"),
    /** Beside StarRocks: Connect, {@code sluice run --side target}. */
    TARGET("wh", "10.231.2");

    private final String namespace;
    private final String network;

    Side(String namespace, String network) {
        this.namespace = namespace;
        this.network = network;
    }

    /** As in {@code --side}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its network namespace, as {@code demo/two-networks} names it. */
    String namespace() {
        return namespace;
    }

    /** Kafka's address in its network. */
    String kafkaAddress() {
        return network + ".1";
    }

    /** Its own address in its network. */
    String address() {
        return network + ".2";
    }
}
