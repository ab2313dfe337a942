package io.github.sluice.streamer.publish;

import io.github.sluice.wire.position.StreamPosition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a source's newest committed transaction left behind. Immutable.
 *
 * @param position null if this streamer has never written one for this source
 * @param schema the schema history's entries by id, in the form in which they were given
 * @param ignored records under our keys that do not open with our key
 */
public record Stored(@Nullable StreamPosition position, Map<String, String> schema, int ignored) {
    public Stored {
        schema = Map.copyOf(schema);
    }
}
