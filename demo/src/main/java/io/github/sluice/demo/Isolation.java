package io.github.sluice.demo;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tries what must not work, before the run: each half at the servers of the other, and what must, at its own and Kafka. */
final class Isolation {
    /**
     * One address that was tried.
     *
     * @param what the server
     * @param wanted whether it has to be reached
     * @param answer {@value Reach#REACHED}, or why not
     */
    record Attempt(Side from, String what, String address, boolean wanted, String answer) {
        boolean reached() {
            return answer.equals(Reach.REACHED);
        }

        @Override
        public String toString() {
            return "from " + from.namespace() + ": " + what + " at " + address + ": " + answer;
        }
    }

    private Isolation() {}

    /**
     * Tries all of it.
     *
     * @param told one line per address
     * @throws IllegalStateException when something is reached that must not be, or is not that must
     */
    static List<Attempt> prove(Networks networks, Endpoints endpoints, Consumer<String> told)
            throws IOException, InterruptedException {
        int mysql = Integer.parseInt(endpoints.text("mysql", "port"));
        int connect = URI.create(endpoints.text("connect", "url")).getPort();
        String query = endpoints.text("starrocks", "query");
        String http = endpoints.text("starrocks", "http");
        List<Attempt> attempts = new ArrayList<>();
        Map<String, String> fromSource = new LinkedHashMap<>();
        fromSource.put("127.0.0.1:" + mysql, "MySQL");
        fromSource.put(endpoints.text("kafka", "sourceBootstrapServers"), "Kafka");
        Map<String, String> notFromSource = new LinkedHashMap<>();
        for (String host : List.of("127.0.0.1", Side.TARGET.address())) {
            notFromSource.put(host + ":" + port(query), "StarRocks (SQL)");
            notFromSource.put(host + ":" + port(http), "StarRocks (loads)");
            notFromSource.put(host + ":" + connect, "Kafka Connect");
        }
        notFromSource.put(endpoints.text("kafka", "targetBootstrapServers"), "Kafka's address for the other network");
        attempts.addAll(attempt(networks, Side.SOURCE, fromSource, notFromSource));
        Map<String, String> fromTarget = new LinkedHashMap<>();
        fromTarget.put(query, "StarRocks (SQL)");
        fromTarget.put("127.0.0.1:" + connect, "Kafka Connect");
        fromTarget.put(endpoints.text("kafka", "targetBootstrapServers"), "Kafka");
        Map<String, String> notFromTarget = new LinkedHashMap<>();
        for (String host : List.of("127.0.0.1", Side.SOURCE.address())) {
            notFromTarget.put(host + ":" + mysql, "MySQL");
        }
        notFromTarget.put(endpoints.text("kafka", "sourceBootstrapServers"), "Kafka's address for the other network");
        attempts.addAll(attempt(networks, Side.TARGET, fromTarget, notFromTarget));
        attempts.forEach(attempt -> told.accept(attempt.toString()));
        for (Attempt attempt : attempts) {
            if (attempt.reached() != attempt.wanted()) {
                throw new IllegalStateException("the networks are not apart as they should be: " + attempt);
            }
        }
        return attempts;
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    private static List<Attempt> attempt(
            Networks networks, Side from, Map<String, String> wanted, Map<String, String> unwanted)
            throws IOException, InterruptedException {
        Map<String, String> all = new LinkedHashMap<>(wanted);
        all.putAll(unwanted);
        List<Attempt> attempts = new ArrayList<>();
        try (Application reach =
                Application.start(networks, from, Reach.class, all.keySet().toArray(String[]::new))) {
            reach.awaitEnd(line -> {
                String[] parts = line.split("\t", 2);
                attempts.add(new Attempt(
                        from, String.valueOf(all.get(parts[0])), parts[0], wanted.containsKey(parts[0]), parts[1]));
            });
        }
        if (attempts.size() != all.size()) {
            throw new IllegalStateException("tried " + attempts.size() + " of " + all.size() + " addresses");
        }
        return attempts;
    }
}
