package io.github.sluice.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the two halves live: both on this machine's loopback, or each in a network namespace of its own, with Kafka
 * outside and nothing else between them. {@code demo/two-networks} makes the namespaces.
 *
 * @param apart whether there are two
 */
record Networks(boolean apart) {
    private static final Path NAMESPACES = Path.of("/run/netns");

    /** Both halves and Kafka on 127.0.0.1. */
    static Networks one() {
        return new Networks(false);
    }

    /**
     * The two that were made for this process.
     *
     * @throws IllegalArgumentException when nobody made them
     */
    static Networks two() {
        for (Side side : Side.values()) {
            if (!Files.exists(NAMESPACES.resolve(side.namespace()))) {
                throw new IllegalArgumentException("--two-networks: there is no network namespace " + side.namespace()
                        + "; ./quickstart --two-networks makes it, by demo/two-networks");
            }
        }
        return new Networks(true);
    }

    /** A command line, to be run where the half lives. */
    List<String> in(Side side, List<String> line) {
        if (!apart) {
            return List.copyOf(line);
        }
        List<String> there = new ArrayList<>(List.of("ip", "netns", "exec", side.namespace()));
        there.addAll(line);
        return List.copyOf(there);
    }

    /** Where Kafka listens for a half. */
    String kafkaHost(Side side) {
        return apart ? side.kafkaAddress() : "127.0.0.1";
    }
}
