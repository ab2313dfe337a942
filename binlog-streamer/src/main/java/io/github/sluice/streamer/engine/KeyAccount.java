package io.github.sluice.streamer.engine;

import io.github.sluice.wire.envelope.RecordSealer;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.position.StreamPosition;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Seals one source's rows for as long as the process lives, and accounts for it in the source's positions: each one claims
 * beforehand what may be sealed until the next. So a process that is killed has used no more of any key than its last
 * position says, and its successor adds to that. Another key of the ring takes over only with a position that claims it.
 *
 * <p>Rows whose Kafka transaction failed were sealed all the same and stay counted. One thread.
 */
final class KeyAccount implements RecordSealer {
    private final Supplier<KeySet> ring;
    private final Function<KeyRing, RecordSealer> sealers;
    private final String writer;
    private Map<String, KeyUse> ofOthers = Map.of();
    private Map<String, KeyUse> ofEarlierSealers = Map.of();
    private @Nullable KeySet claimed;
    private @Nullable KeySet next;
    private @Nullable RecordSealer sealer;
    private long mostAtOnce;
    private long left;

    /** More was to be sealed under one position than it claims. The next one claims more. */
    static final class ClaimUsedUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ClaimUsedUp(long claim) {
            super("more than " + claim
                    + " records in one Kafka transaction; it is given up and begun again as a larger one");
        }
    }

    /**
     * @param ring the keys as they are now
     * @param sealers makes a sealer of a ring that never changes
     * @param writer the name that this process writes into its positions
     * @param mostAtOnce records that are claimed at first
     */
    KeyAccount(Supplier<KeySet> ring, Function<KeyRing, RecordSealer> sealers, String writer, long mostAtOnce) {
        this.ring = ring;
        this.sealers = sealers;
        this.writer = writer;
        this.mostAtOnce = mostAtOnce;
    }

    /**
     * The source was taken over, for the first time or again; nothing can be sealed until a position is {@link #committed}.
     *
     * @param stored what is committed; null if nothing ever was
     */
    void takenOver(@Nullable StreamPosition stored) {
        if (stored != null && !stored.writer().equals(writer)) {
            ofOthers = stored.keyUses();
        }
        left = 0;
    }

    /** What the next position is to say: all that was used, and what may be used under it. */
    Map<String, KeyUse> claim() {
        KeySet keys = ring.get();
        next = keys;
        String active = keys.active().id();
        KeyUse ahead = new KeyUse(mostAtOnce, isClaimed(active) && sealer != null ? 0 : 1);
        return KeyUse.sum(KeyUse.sum(ofOthers, uses()), Map.of(active, ahead));
    }

    /** The position that holds the last {@link #claim} is committed. */
    void committed() {
        KeySet keys = next;
        if (keys == null) {
            throw new IllegalStateException("nothing was claimed");
        }
        if (!isClaimed(keys.active().id())) {
            ofEarlierSealers = uses();
            sealer = null;
            claimed = keys;
        }
        left = mostAtOnce;
    }

    private boolean isClaimed(String keyId) {
        return claimed != null && claimed.active().id().equals(keyId);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ClaimUsedUp if the open Kafka transaction must be given up
     */
    @Override
    public byte[] seal(byte[] plain, String topic, byte @Nullable [] key) {
        KeySet keys = claimed;
        if (keys == null || left == 0) {
            long claim = mostAtOnce;
            mostAtOnce = Math.multiplyExact(mostAtOnce, 2);
            throw new ClaimUsedUp(claim);
        }
        left--;
        RecordSealer open = sealer;
        if (open == null) {
            open = sealers.apply(KeyRing.of(keys));
            sealer = open;
        }
        return open.seal(plain, topic, key);
    }

    @Override
    public Map<String, KeyUse> uses() {
        RecordSealer open = sealer;
        return open == null ? ofEarlierSealers : KeyUse.sum(ofEarlierSealers, open.uses());
    }
}
