package io.github.sluice.connect;

import io.github.sluice.streamload.JsonRows;
import io.github.sluice.streamload.LabelScheme;
import io.github.sluice.streamload.LoadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where a topic's rows go, and how a load of them is written down. Immutable. */
final class LoadTarget {
    private final String topic;
    private final String database;
    private final String table;
    private final Map<String, String> headers;
    private final LabelScheme labels;

    LoadTarget(String topic, String database, String table, Map<String, String> headers, LabelScheme labels) {
        this.topic = topic;
        this.database = database;
        this.table = table;
        this.headers = headers;
        this.labels = labels;
    }

    String topic() {
        return topic;
    }

    String table() {
        return table;
    }

    LoadRequest request(List<Row> rows, String epoch, int attempt) {
        Batch batch = new Batch();
        List<byte[]> json = new ArrayList<>(rows.size());
        for (Row row : rows) {
            batch.add(row);
            json.add(row.json());
        }
        boolean array = "true".equalsIgnoreCase(headers.get("strip_outer_array"));
        return new LoadRequest(
                database,
                table,
                labels.label(topic, batch.spans(), epoch, attempt),
                headers,
                array ? JsonRows.array(json) : JsonRows.lines(json),
                rows.size());
    }

    @Override
    public String toString() {
        return "topic " + topic + " into " + database + "." + table;
    }
}
