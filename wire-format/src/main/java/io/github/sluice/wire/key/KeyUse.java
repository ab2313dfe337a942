package io.github.sluice.wire.key;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How much a key was used: records sealed, and nonce prefixes drawn (one per start of a sealer). Immutable. */
public final class KeyUse {
    private final long records;
    private final long starts;

    public KeyUse(long records, long starts) {
        if (records < 0 || starts < 0) {
            throw new IllegalArgumentException("a key's use is counted from 0");
        }
        this.records = records;
        this.starts = starts;
    }

    public long records() {
        return records;
    }

    public long starts() {
        return starts;
    }

    public KeyUse plus(KeyUse other) {
        return new KeyUse(records + other.records, starts + other.starts);
    }

    /** Both maps (key id to use) added up, in the order of the ids. */
    public static Map<String, KeyUse> sum(Map<String, KeyUse> one, Map<String, KeyUse> other) {
        Map<String, KeyUse> sum = new TreeMap<>(one);
        other.forEach((id, use) -> sum.merge(id, use, KeyUse::plus));
        return Collections.unmodifiableMap(sum);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyUse && ((KeyUse) other).records == records && ((KeyUse) other).starts == starts;
    }

    @Override
    public int hashCode() {
        return Objects.hash(records, starts);
    }

    @Override
    public String toString() {
        return records + " records, " + starts + " starts";
    }
}
