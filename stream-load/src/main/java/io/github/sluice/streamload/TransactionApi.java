package io.github.sluice.streamload;

import java.io.Closeable;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The single requests of StarRocks' transaction interface and label states, one method each, without any judgement.
 * Every method throws {@link IOException} when no readable reply came; what the server did is then not known.
 * Thread-safe.
 */
final class TransactionApi implements Closeable {
    private final Cluster cluster;
    private final HttpLink link;
    private final FrontEnds frontEnds;

    TransactionApi(Cluster cluster) {
        this.cluster = cluster;
        this.link = new HttpLink(cluster);
        this.frontEnds = new FrontEnds(cluster.frontEnds());
    }

    /** The frontend that a new transaction should stay with. */
    URI frontEnd() {
        return frontEnds.current();
    }

    TransactionReply begin(URI frontEnd, LoadRequest load) throws IOException {
        Map<String, String> headers = names(load.database(), load.table(), load.label());
        headers.put("timeout", Long.toString(cluster.loadTimeout().getSeconds()));
        return post(frontEnd, "begin", headers);
    }

    TransactionReply load(URI frontEnd, LoadRequest load) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : load.headers().entrySet()) {
            headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
        }
        headers.putIfAbsent("timeout", Long.toString(cluster.loadTimeout().getSeconds()));
        headers.putAll(names(load.database(), load.table(), load.label()));
        try {
            HttpReply reply = link.send("PUT", frontEnd.resolve("/api/transaction/load"), headers, load.body());
            return TransactionReply.of("load", reply);
        } catch (IOException e) {
            frontEnds.failed(frontEnd);
            throw e;
        }
    }

    TransactionReply prepare(URI frontEnd, LoadRequest load) throws IOException {
        Map<String, String> headers = names(load.database(), load.table(), load.label());
        headers.put("prepared_timeout", Long.toString(cluster.loadTimeout().getSeconds()));
        return post(frontEnd, "prepare", headers);
    }

    TransactionReply commit(URI frontEnd, LoadRequest load) throws IOException {
        return post(frontEnd, "commit", names(load.database(), load.table(), load.label()));
    }

    TransactionReply rollback(URI frontEnd, String database, String table, String label) throws IOException {
        return post(frontEnd, "rollback", names(database, table, label));
    }

    /** {@code _cancel}: the frontend aborts the transaction itself, wherever its data are. Empty when it did. */
    String cancel(URI frontEnd, String database, String label) throws IOException {
        URI address = frontEnd.resolve("/api/" + encode(database) + "/_/_cancel?label=" + encode(label));
        HttpReply reply = sendTo(frontEnd, "POST", address, new LinkedHashMap<>());
        if (reply.status() != 200) {
            throw new BadReplyException("_cancel: HTTP " + reply.status());
        }
        Map<String, Object> fields = ReplyJson.object("_cancel", reply);
        return ReplyJson.text(fields, "status").equalsIgnoreCase("OK") ? "" : ReplyJson.text(fields, "msg");
    }

    StateReply state(URI frontEnd, String database, String label) throws IOException {
        URI address = frontEnd.resolve("/api/" + encode(database) + "/get_load_state?label=" + encode(label));
        HttpReply reply = sendTo(frontEnd, "GET", address, new LinkedHashMap<>());
        if (reply.status() != 200) {
            frontEnds.failed(frontEnd);
            throw new BadReplyException("get_load_state: HTTP " + reply.status() + " from " + frontEnd.getAuthority());
        }
        Map<String, Object> fields = ReplyJson.object("get_load_state", reply);
        String state = ReplyJson.text(fields, "state");
        try {
            return new StateReply(LoadState.valueOf(state), ReplyJson.text(fields, "reason"));
        } catch (IllegalArgumentException e) {
            throw new BadReplyException("get_load_state of " + label + ": "
                    + (state.isEmpty() ? ReplyJson.text(fields, "msg") : "state '" + state + "'"));
        }
    }

    String errorLog(String errorUrl) throws IOException {
        try {
            return link.get(URI.create(errorUrl));
        } catch (IllegalArgumentException e) {
            throw new BadReplyException("ErrorURL '" + errorUrl + "' is no address");
        }
    }

    @Override
    public void close() throws IOException {
        link.close();
    }

    private TransactionReply post(URI frontEnd, String operation, Map<String, String> headers) throws IOException {
        HttpReply reply = sendTo(frontEnd, "POST", frontEnd.resolve("/api/transaction/" + operation), headers);
        try {
            return TransactionReply.of(operation, reply);
        } catch (BadReplyException e) {
            frontEnds.failed(frontEnd);
            throw e;
        }
    }

    private HttpReply sendTo(URI frontEnd, String method, URI address, Map<String, String> headers) throws IOException {
        try {
            return link.send(method, address, headers, null);
        } catch (IOException e) {
            frontEnds.failed(frontEnd);
            throw e;
        }
    }

    private static Map<String, String> names(String database, String table, String label) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("db", database);
        headers.put("table", table);
        headers.put("label", label);
        return headers;
    }

    private static String encode(String segment) {
        try {
            return URLEncoder.encode(segment, "UTF-8").replace("+", "%20");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every JRE has UTF-8", e);
        }
    }
}
