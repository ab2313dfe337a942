package io.github.sluice.wire.envelope;

import io.github.sluice.wire.envelope.UndecryptableException.Reason;
import io.github.sluice.wire.internal.Hex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes an envelope apart. Both values are plain hexadecimal text, so the bytes are read where they stand,
 * without a JSON library; a backslash can only be in something that is not an envelope.
 */
final class EnvelopeReader {
    private static final byte[] NONCE = "nonce".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CIPHERTEXT = "ciphertext".getBytes(StandardCharsets.US_ASCII);

    final byte[] nonce;
    final byte[] ciphertext;

    private EnvelopeReader(byte[] nonce, byte[] ciphertext) {
        this.nonce = nonce;
        this.ciphertext = ciphertext;
    }

    static EnvelopeReader read(byte[] sealed) throws UndecryptableException {
        return new Cursor(sealed).envelope();
    }

    private static final class Cursor {
        private final byte[] json;
        private int at;
        private byte @Nullable [] nonce;
        private byte @Nullable [] ciphertext;

        Cursor(byte[] json) {
            this.json = json;
        }

        EnvelopeReader envelope() throws UndecryptableException {
            if (next() != '{') {
                throw notAnEnvelope();
            }
            field();
            if (next() != ',') {
                throw malformed("holds one part of an envelope, not nonce and ciphertext");
            }
            field();
            if (next() != '}') {
                throw malformed("holds more than nonce and ciphertext, or is cut off");
            }
            if (next() != -1) {
                throw malformed("goes on after the envelope's end");
            }
            byte[] iv = nonce;
            byte[] sealed = ciphertext;
            if (iv == null || sealed == null) {
                throw malformed("repeats a part");
            }
            if (iv.length != 12 && iv.length != 16) {
                throw malformed("has a nonce of " + iv.length + " bytes; 12 and 16 are known");
            }
            if (sealed.length < Gcm.TAG_BYTES) {
                throw malformed("has a ciphertext shorter than its tag");
            }
            return new EnvelopeReader(iv, sealed);
        }

        private void field() throws UndecryptableException {
            if (next() != '"') {
                throw foreign();
            }
            boolean isNonce = takes(NONCE);
            if (!isNonce && !takes(CIPHERTEXT)) {
                throw foreign();
            }
            if (next() != ':' || next() != '"') {
                throw malformed("has a part that is not a string");
            }
            byte[] value = hex();
            if (isNonce) {
                nonce = value;
            } else {
                ciphertext = value;
            }
        }

        /** Steps over the name and its closing quote if they come next. */
        private boolean takes(byte[] name) {
            int end = at + name.length;
            if (end >= json.length || json[end] != '"' || !Arrays.equals(Arrays.copyOfRange(json, at, end), name)) {
                return false;
            }
            at = end + 1;
            return true;
        }

        private byte[] hex() throws UndecryptableException {
            int end = at;
            while (end < json.length && json[end] != '"') {
                end++;
            }
            if (end == json.length) {
                throw malformed("has a part that is cut off");
            }
            if ((end - at) % 2 != 0) {
                throw malformed("has a part with an odd count of hexadecimal digits");
            }
            byte[] value = Hex.decode(json, at, end - at);
            if (value == null) {
                throw malformed("has a part that is not hexadecimal");
            }
            at = end + 1;
            return value;
        }

        /** The next byte that is no JSON white space, or -1 at the end. */
        private int next() {
            while (at < json.length) {
                int c = json[at++];
                if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                    return c & 0xff;
                }
            }
            return -1;
        }

        private UndecryptableException foreign() {
            return nonce == null && ciphertext == null
                    ? notAnEnvelope()
                    : malformed("holds a part that is neither nonce nor ciphertext");
        }

        private static UndecryptableException notAnEnvelope() {
            return new UndecryptableException(
                    Reason.NOT_AN_ENVELOPE, "not an envelope: no JSON object that starts with nonce or ciphertext");
        }

        private static UndecryptableException malformed(String what) {
            return new UndecryptableException(Reason.MALFORMED, "malformed envelope: " + what);
        }
    }
}
