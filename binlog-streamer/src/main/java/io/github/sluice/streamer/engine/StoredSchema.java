package io.github.sluice.streamer.engine;

import io.github.sluice.streamer.schema.SchemaHistory;
import io.github.sluice.streamer.schema.SchemaHistoryJson;
import io.github.sluice.wire.position.SourcePosition;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schema history, and what of it the topic holds. One thread. */
final class StoredSchema {
    private final SchemaHistory history;
    private Map<String, String> stored;
    private long storedChanges;

    private StoredSchema(SchemaHistory history, Map<String, String> stored, long storedChanges) {
        this.history = history;
        this.stored = stored;
        this.storedChanges = storedChanges;
    }

    /** A history that was just read from the source; nothing of it is stored. */
    static StoredSchema fresh(SchemaHistory history) {
        return new StoredSchema(history, Map.of(), -1);
    }

    /**
     * The history as the topic holds it; without entries one that knows nothing.
     *
     * @throws IllegalArgumentException if the entries are not one
     */
    static StoredSchema of(Map<String, String> entries) {
        if (entries.isEmpty()) {
            SchemaHistory empty = SchemaHistory.empty();
            return new StoredSchema(empty, Map.of(), empty.changes());
        }
        SchemaHistory history = SchemaHistoryJson.read(SchemaEntries.join(entries));
        return new StoredSchema(history, entries, history.changes());
    }

    /** The reader's while it runs. */
    SchemaHistory history() {
        return history;
    }

    /** Goes back to where reading begins, and gives up what no table can need any more. */
    void startAt(SourcePosition start, SourcePosition oldest) {
        history.rewindTo(start);
        history.forgetBefore(oldest);
    }

    /** Entries that changed since they were taken last; null for one that is gone. */
    Map<String, @Nullable String> take() {
        if (history.changes() == storedChanges) {
            return Map.of();
        }
        Map<String, String> now = SchemaEntries.split(SchemaHistoryJson.write(history));
        Map<String, @Nullable String> changed = new HashMap<>();
        now.forEach((id, text) -> {
            if (!text.equals(stored.get(id))) {
                changed.put(id, text);
            }
        });
        stored.keySet().forEach(id -> {
            if (!now.containsKey(id)) {
                changed.put(id, null);
            }
        });
        stored = now;
        storedChanges = history.changes();
        return changed;
    }
}
