package io.github.sluice.wire.envelope;

import io.github.sluice.wire.key.KeyUse;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Seals messages. One thread each. */
public interface RecordSealer {
    /**
     * The message, sealed. Never null; sealing the same message twice gives different bytes.
     *
     * @param topic where the record goes; it opens nowhere else, if the envelope can bind it
     * @param key the record's key, or null for none; it opens beside no other, if the envelope can bind it
     */
    byte[] seal(byte[] plain, String topic, byte @Nullable [] key);

    /** How much of which key this sealer has used so far, by key id. */
    Map<String, KeyUse> uses();
}
