package io.github.sluice.wire.fingerprint;

import io.github.sluice.wire.row.EqualityForm;
import io.github.sluice.wire.row.RowSchema;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Adds rows up to a {@link Fingerprint}. One thread; several readers each have their own and merge snapshots.
 *
 * <p>A row's hash is the first 16 bytes of SHA-256 over its frame (see {@link EqualityForm}), read as a
 * big-endian number. Its bucket is the first 10 bits of SHA-256 over the frame's parts of the key columns in
 * key order, or of all columns where the schema names no key.
 */
public final class FingerprintAccumulator {
    private final EqualityForm form;
    private final int[] identity;
    private final boolean keyed;
    private final MessageDigest sha256;
    private final byte[] digest = new byte[32];
    private final Sum128 sums = new Sum128(Fingerprint.BUCKETS);
    private final RowHash last = new RowHash();

    /** An accumulator without rows. */
    public FingerprintAccumulator(RowSchema schema) {
        form = new EqualityForm(schema);
        identity = schema.identity();
        keyed = !schema.keyColumns().isEmpty();
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Adds one row.
     *
     * @param wire wire values in schema order, as {@code RowCodec.normalise} or {@code decode} gives them
     * @throws io.github.sluice.wire.row.BadRowException if they are not; nothing is added then
     */
    public void add(@Nullable Object[] wire) {
        form.frame(wire);
        addFramed();
    }

    /** Whose frame {@link #addFramed} adds; for who can frame a row more cheaply, such as {@code RowCodec}. */
    public EqualityForm form() {
        return form;
    }

    /** Adds the row that {@link #form} has framed last. */
    public void addFramed() {
        hashFramed(last);
        add(last);
    }

    /** Hashes the row that {@link #form} has framed last, for who adds it later or never. */
    public void hashFramed(RowHash hash) {
        sha256.update(form.array(), 0, form.length());
        finish();
        hash.high = longAt(0);
        hash.low = longAt(8);
        hash.bucket = keyed ? keyBucket() : bucket();
    }

    /** Adds the row of this hash, which comes from an accumulator of the same schema. */
    public void add(RowHash hash) {
        sums.add(hash.bucket, 1, hash.high, hash.low);
    }

    /** The bucket of a row, 0 to 1023; the row is not added. */
    public int bucketOf(@Nullable Object[] wire) {
        form.frameParts(wire, identity);
        sha256.update(form.array(), 0, form.length());
        finish();
        return bucket();
    }

    /** What has been added so far. */
    public Fingerprint snapshot() {
        return new Fingerprint(new Sum128(sums));
    }

    private int keyBucket() {
        for (int column : identity) {
            sha256.update(form.array(), form.start(column), form.start(column + 1) - form.start(column));
        }
        finish();
        return bucket();
    }

    private int bucket() {
        return (digest[0] & 0xff) << 2 | (digest[1] & 0xc0) >> 6;
    }

    private void finish() {
        try {
            sha256.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
    }

    private long longAt(int offset) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (digest[offset + i] & 0xff);
        }
        return value;
    }
}
