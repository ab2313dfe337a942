package io.github.sluice.wire.key;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One data key of a ring and what is known of it. Immutable and thread-safe; printing one is safe. */
public final class RingKey {
    /** What a key is for. */
    public enum State {
        /** Seals and opens. */
        ACTIVE,
        /** Opens what it sealed once. */
        RETIRED;

        static State parse(String text) {
            for (State state : values()) {
                if (state.toString().equals(text)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("state is active or retired");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final DataKey key;
    private final KeyAlgorithm algorithm;
    private final State state;
    private final @Nullable Instant created;
    private final KeyLimits limits;

    /**
     * @param created null where nobody knows
     * @throws IllegalArgumentException if the key is too long for SM4
     */
    public RingKey(DataKey key, KeyAlgorithm algorithm, State state, @Nullable Instant created, KeyLimits limits) {
        if (algorithm == KeyAlgorithm.SM4_GCM && key.length() != 16) {
            throw new IllegalArgumentException("an SM4-GCM key has 32 hexadecimal digits (16 bytes)");
        }
        this.key = key;
        this.algorithm = algorithm;
        this.state = state;
        this.created = created;
        this.limits = limits;
    }

    /** {@link DataKey#id}. */
    public String id() {
        return key.id();
    }

    public DataKey key() {
        return key;
    }

    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    public State state() {
        return state;
    }

    public @Nullable Instant created() {
        return created;
    }

    public KeyLimits limits() {
        return limits;
    }

    /** The same key, for opening only. */
    public RingKey retired() {
        return new RingKey(key, algorithm, State.RETIRED, created, limits);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RingKey
                && ((RingKey) other).key.equals(key)
                && ((RingKey) other).algorithm == algorithm
                && ((RingKey) other).state == state
                && Objects.equals(((RingKey) other).created, created)
                && ((RingKey) other).limits.equals(limits);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return id() + " " + algorithm + " " + state;
    }
}
