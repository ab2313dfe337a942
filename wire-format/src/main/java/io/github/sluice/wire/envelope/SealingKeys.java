package io.github.sluice.wire.envelope;

import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.key.RingKey;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ring's active key with cipher and nonces, made anew when another key becomes active; and the count of its use. One thread. */
final class SealingKeys {
    private final KeyRing ring;
    private final Supplier<NonceSequence> sequences;
    private final Map<String, KeyUse> ended = new TreeMap<>();
    private @Nullable InUse current;

    SealingKeys(KeyRing ring, Supplier<NonceSequence> sequences) {
        this.ring = ring;
        this.sequences = sequences;
    }

    InUse current() {
        RingKey active = ring.active();
        InUse known = current;
        if (known != null && known.key.id().equals(active.id())) {
            return known;
        }
        InUse fresh = new InUse(active, sequences.get());
        if (known != null) {
            ended.merge(known.key.id(), known.use(), KeyUse::plus);
        }
        current = fresh;
        return fresh;
    }

    Map<String, KeyUse> uses() {
        InUse last = current;
        return KeyUse.sum(
                ended, last == null ? Collections.emptyMap() : Collections.singletonMap(last.key.id(), last.use()));
    }

    static final class InUse {
        final RingKey key;
        /** The key's id in binary. */
        final byte[] id;

        final Gcm gcm;
        private final NonceSequence nonces;
        private long records;

        private InUse(RingKey key, NonceSequence nonces) {
            this.key = key;
            this.id = Hex.decode(key.id());
            this.gcm = new Gcm(key.key(), key.algorithm());
            this.nonces = nonces;
        }

        byte[] nextNonce() {
            records++;
            return nonces.next();
        }

        private KeyUse use() {
            return new KeyUse(records, nonces.prefixes());
        }
    }
}
