package io.github.sluice.coordinator.compare;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one side holds under a key. Immutable.
 *
 * @param count rows with the key: 0, 1, or more where tables were merged that share keys
 * @param digest of the row; null without one
 * @param columns digests of its columns, where they were asked for
 */
record Seen(int count, @Nullable Digest digest, List<String> columns) {
    static final Seen NOTHING = new Seen(0, null, List.of());

    Seen {
        columns = List.copyOf(columns);
    }

    /** One more row under the same key. */
    Seen and(Digest row, List<String> rowColumns) {
        return new Seen(count + 1, row, rowColumns);
    }

    boolean same(Seen other) {
        return count == other.count && Objects.equals(digest, other.digest);
    }
}
