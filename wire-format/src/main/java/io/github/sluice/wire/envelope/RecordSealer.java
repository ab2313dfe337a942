package io.github.sluice.wire.envelope;

/** Seals messages. One thread each. */
public interface RecordSealer {
    /** The message, sealed. Never null; sealing the same message twice gives different bytes. */
    byte[] seal(byte[] plain);
}
