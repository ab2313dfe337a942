package io.github.sluice.coordinator.journal;

import io.github.sluice.wire.json.Json;
import java.util.Map;

/** Who used which key: an attempt's id, or another name that no other use has, and the key's id. */
record KeyUser(String user, String keyId) {
    /** Of an entry of {@link EntryKind#KEY_USE}. */
    static KeyUser of(JournalEntry entry) {
        Object key = Json.parse(entry.evidence()) instanceof Map<?, ?> evidence ? evidence.get(Told.KEY) : null;
        return new KeyUser(entry.attempt(), String.valueOf(key));
    }
}
