package io.github.sluice.wire.fingerprint;

/** What one row adds to a {@link Fingerprint}; {@link FingerprintAccumulator#hashFramed} fills it, again and again. One thread. */
public final class RowHash {
    int bucket;
    long high;
    long low;
}
