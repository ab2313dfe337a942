package io.github.sluice.wire.control;

import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.envelope.UndecryptableException.Reason;
import io.github.sluice.wire.internal.ByteSink;
import io.github.sluice.wire.key.DataKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens control records. The broker is public: a forged or moved "verified" would drop a topic.
 * Thread-safe.
 *
 * <p>Format: bytes {@code 53 4C 43 01} ("SLC", version 1), a nonce of 12 random bytes, then ciphertext and
 * 16-byte tag of AES-256-GCM over the body in UTF-8, under a sub-key of the data key. Run, table and step are
 * not in the bytes; they are authenticated as additional data, so the reader must know them (they are the
 * Kafka record's key), and a record moved elsewhere does not open.
 *
 * <p>An old record put back in its own place does open: what must not be replayed carries an attempt or a
 * time in its body.
 */
public final class ControlSealer {
    private static final byte[] MAGIC = {'S', 'L', 'C', 1};
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    public ControlSealer(DataKey key) {
        this.key = new SecretKeySpec(key.derive("sluice control 1"), "AES");
    }

    /**
     * The record, sealed for its own run, table and step.
     *
     * @throws IllegalArgumentException if a part of it has no UTF-8
     */
    public byte[] seal(ControlRecord record) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] plain = utf8(record.body());
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, record.runId(), record.table(), record.step());
            byte[] sealed = Arrays.copyOf(MAGIC, MAGIC.length + NONCE_BYTES + plain.length + TAG_BYTES);
            System.arraycopy(nonce, 0, sealed, MAGIC.length, NONCE_BYTES);
            cipher.doFinal(plain, 0, plain.length, sealed, MAGIC.length + NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused to encrypt", e);
        }
    }

    /**
     * The record that was sealed for this run, table and step.
     *
     * @throws UndecryptableException if the bytes are none, or were sealed for another place or with another
     *     key, or were changed
     */
    public ControlRecord open(byte[] sealed, String runId, String table, String step) throws UndecryptableException {
        int head = MAGIC.length + NONCE_BYTES;
        if (sealed.length < MAGIC.length || !Arrays.equals(Arrays.copyOf(sealed, MAGIC.length), MAGIC)) {
            throw new UndecryptableException(Reason.NOT_AN_ENVELOPE, "not a sealed control record of version 1");
        }
        if (sealed.length < head + TAG_BYTES) {
            throw new UndecryptableException(
                    Reason.MALFORMED, "a sealed control record cut off at " + sealed.length + " bytes");
        }
        try {
            byte[] nonce = Arrays.copyOfRange(sealed, MAGIC.length, head);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, runId, table, step);
            byte[] body = cipher.doFinal(sealed, head, sealed.length - head);
            return new ControlRecord(runId, table, step, new String(body, StandardCharsets.UTF_8));
        } catch (AEADBadTagException e) {
            throw new UndecryptableException(
                    Reason.WRONG_KEY_OR_TAMPERED,
                    "the control record was not sealed for " + runId + "/" + table + "/" + step
                            + " with this key, or was changed",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused to decrypt", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String runId, String table, String step)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(MAGIC);
        for (String part : new String[] {runId, table, step}) {
            ByteSink framed = new ByteSink(64);
            byte[] utf8 = utf8(part);
            framed.varint(utf8.length);
            framed.put(utf8);
            cipher.updateAAD(framed.toByteArray());
        }
        return cipher;
    }

    /** Strict: with {@code getBytes} every half of a surrogate pair would become the same question mark. */
    private static byte[] utf8(String text) {
        ByteSink sink = new ByteSink(text.length() + 16);
        sink.utf8(text);
        return sink.toByteArray();
    }
}
