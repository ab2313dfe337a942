package io.github.sluice.testbed.starrocks.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sluice.testbed.starrocks.http.RawClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A careful Stream Load client for tests: waits for 100 before it sends a body, follows the redirect with its
 * authorization, and never sends a body that was not asked for.
 */
final class LoadClient {
    private final String feHttp;
    private final String authorization;
    private final Map<String, String> always = new TreeMap<>();

    LoadClient(String feHttp, String user, String password) {
        this.feHttp = feHttp;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a header to every request of this client. */
    LoadClient with(String name, String value) {
        always.put(name, value);
        return this;
    }

    /** A plain load of JSON rows; headers as {@code name, value} pairs override the usual ones. */
    JsonNode json(String table, String body, String... headers) throws IOException {
        Map<String, String> all = new TreeMap<>(Map.of("format", "json", "strip_outer_array", "true"));
        putPairs(all, headers);
        return load(table, body, all);
    }

    /** A plain load of CSV. */
    JsonNode csv(String table, String body, String... headers) throws IOException {
        Map<String, String> all = new TreeMap<>(Map.of("format", "csv"));
        putPairs(all, headers);
        return load(table, body, all);
    }

    private JsonNode load(String table, String body, Map<String, String> headers) throws IOException {
        return LoadCluster.json(
                exchange("PUT", "/api/d/" + table + "/_stream_load", body.getBytes(StandardCharsets.UTF_8), headers)
                        .body());
    }

    /** A plain load of bytes. */
    JsonNode bytes(String table, byte[] body, String... headers) throws IOException {
        Map<String, String> all = new TreeMap<>();
        putPairs(all, headers);
        return LoadCluster.json(
                exchange("PUT", "/api/d/" + table + "/_stream_load", body, all).body());
    }

    /** A step of the transaction interface, for database {@code d}. */
    JsonNode transaction(String operation, String table, String label, String body, String... headers)
            throws IOException {
        Map<String, String> all = new TreeMap<>(Map.of("db", "d", "table", table, "label", label));
        if (body != null) {
            all.put("format", "json");
            all.put("strip_outer_array", "true");
        }
        putPairs(all, headers);
        byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        return LoadCluster.json(exchange(body == null ? "POST" : "PUT", "/api/transaction/" + operation, bytes, all)
                .body());
    }

    /** State of a label in database {@code d}. */
    String state(String label) throws IOException {
        return stateReply(label).path("state").asText();
    }

    JsonNode stateReply(String label) throws IOException {
        return LoadCluster.json(exchange("GET", "/api/d/get_load_state?label=" + label, null, Map.of())
                .body());
    }

    JsonNode cancel(String label) throws IOException {
        return LoadCluster.json(exchange("POST", "/api/d/x/_cancel?label=" + label, null, Map.of())
                .body());
    }

    /** A text behind an address such as an ErrorURL. */
    static String fetch(String url) throws IOException {
        URI uri = URI.create(url);
        try (RawClient client = new RawClient(uri.getAuthority())) {
            client.send("GET " + uri.getRawPath() + "?" + uri.getRawQuery() + " HTTP/1.1", "Host: x", "");
            return client.read().body();
        }
    }

    private static void putPairs(Map<String, String> headers, String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            headers.put(pairs[i], pairs[i + 1]);
        }
    }

    /** Sends a request, body only on demand, and follows redirects. */
    RawClient.Answer exchange(String method, String path, byte[] body, Map<String, String> headers) throws IOException {
        String address = feHttp;
        String target = path;
        for (int hop = 0; hop < 3; hop++) {
            RawClient.Answer answer = one(address, method, target, body, headers);
            if (answer.status() != 307) {
                return answer;
            }
            URI location = URI.create(answer.headers().get("location"));
            address = location.getAuthority();
            target = location.getRawPath() + (location.getRawQuery() == null ? "" : "?" + location.getRawQuery());
        }
        throw new IOException("redirected too often");
    }

    private RawClient.Answer one(String address, String method, String target, byte[] body, Map<String, String> extra)
            throws IOException {
        List<String> lines = new ArrayList<>(
                List.of(method + " " + target + " HTTP/1.1", "Host: " + address, "Authorization: " + authorization));
        always.forEach((name, value) -> lines.add(name + ": " + value));
        extra.forEach((name, value) -> lines.add(name + ": " + value));
        if (body != null) {
            lines.add("Expect: 100-continue");
            lines.add("Content-Length: " + body.length);
        }
        lines.add("");
        try (RawClient client = new RawClient(address)) {
            client.send(lines.toArray(new String[0]));
            RawClient.Answer answer = client.read();
            if (answer.status() != 100) {
                return answer;
            }
            client.write(body);
            return client.read();
        }
    }
}
