package io.github.sluice.streamload;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** One load: where to, under which label, with which data headers, and the rows. Immutable. */
public final class LoadRequest {
    private final String database;
    private final String table;
    private final String label;
    private final Map<String, String> headers;
    private final LoadBody body;
    private final long rows;

    /**
     * @param headers data headers of Stream Load ({@code format}, {@code columns}, {@code strict_mode}, ...); without
     *     {@code db}, {@code table}, {@code label} and {@code Authorization}, which the client writes
     * @param rows rows in the body; the reply of {@code prepare} is checked against it
     */
    public LoadRequest(
            String database, String table, String label, Map<String, String> headers, LoadBody body, long rows) {
        this.database = Objects.requireNonNull(database, "database");
        this.table = Objects.requireNonNull(table, "table");
        this.label = Objects.requireNonNull(label, "label");
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.body = Objects.requireNonNull(body, "body");
        this.rows = rows;
    }

    public String database() {
        return database;
    }

    public String table() {
        return table;
    }

    public String label() {
        return label;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public LoadBody body() {
        return body;
    }

    public long rows() {
        return rows;
    }

    @Override
    public String toString() {
        return "load " + label + " of " + rows + " rows into " + database + "." + table;
    }
}
