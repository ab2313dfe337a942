package io.github.sluice.wire.envelope;

import io.github.sluice.wire.envelope.UndecryptableException.Reason;
import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.RingKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/** Opens envelopes of every version, telling them apart by how they begin. */
public final class Envelopes {
    private Envelopes() {}

    /**
     * An opener of all that the ring's keys have sealed. A record of a key that the ring lacks has it read again before it
     * is refused. One thread.
     */
    public static RecordOpener opener(KeyRing ring) {
        return new Opener(ring);
    }

    private static final class Opener implements RecordOpener {
        private final KeyRing ring;
        private final Map<String, Gcm> ciphers = new HashMap<>();

        Opener(KeyRing ring) {
            this.ring = ring;
        }

        @Override
        public byte[] open(byte[] sealed, String topic, byte @Nullable [] key) throws UndecryptableException {
            Content content = content(sealed, topic, key);
            if (content.frame) {
                throw new UndecryptableException(
                        Reason.FRAME,
                        "a frame of many rows, where one row is wanted: only Sluice's own sink, given the key itself"
                                + " (sluice.secret.key.ref) instead of a transform, unpacks frames; or write without frame");
            }
            return content.bytes;
        }

        @Override
        public List<byte[]> openAll(byte[] sealed, String topic, byte @Nullable [] key) throws UndecryptableException {
            Content content = content(sealed, topic, key);
            if (!content.frame) {
                return Collections.singletonList(content.bytes);
            }
            List<byte[]> rows = Frame.unpack(content.bytes);
            if (rows == null) {
                throw malformed("its rows are not as a frame has them");
            }
            return rows;
        }

        private Content content(byte[] sealed, String topic, byte @Nullable [] key) throws UndecryptableException {
            return sealed.length > 0 && sealed[0] == EnvelopeV2.MAGIC[0]
                    ? version2(sealed, topic, key)
                    : new Content(version1(EnvelopeReader.read(sealed)), false);
        }

        /** No key is named, so each is tried: the active one first, the tag tells. */
        private byte[] version1(EnvelopeReader envelope) throws UndecryptableException {
            do {
                byte[] plain = tried(envelope, ring.keys().active());
                for (RingKey key : ring.keys().keys()) {
                    if (plain != null) {
                        break;
                    }
                    if (key.state() != RingKey.State.ACTIVE) {
                        plain = tried(envelope, key);
                    }
                }
                if (plain != null) {
                    return plain;
                }
            } while (ring.changed());
            throw new UndecryptableException(
                    Reason.WRONG_KEY_OR_TAMPERED, "sealed with another key, or changed since it was sealed");
        }

        private byte @Nullable [] tried(EnvelopeReader envelope, RingKey key) {
            if (key.algorithm() != KeyAlgorithm.AES_GCM) {
                return null;
            }
            try {
                return cipher(key).open(envelope.nonce, null, envelope.ciphertext, 0);
            } catch (AEADBadTagException e) {
                return null; // the next key, or the caller's exception
            }
        }

        private Content version2(byte[] sealed, String topic, byte @Nullable [] key) throws UndecryptableException {
            int head = EnvelopeV2.HEAD + EnvelopeV2.NONCE_BYTES;
            if (!EnvelopeV2.begins(sealed)) {
                throw new UndecryptableException(
                        Reason.NOT_AN_ENVELOPE, "not an envelope: begins neither as version 1 nor as version 2");
            }
            if (sealed.length < head + Gcm.TAG_BYTES) {
                throw malformed("is cut off at " + sealed.length + " bytes");
            }
            KeyAlgorithm algorithm = KeyAlgorithm.ofCode(sealed[4]);
            if (algorithm == null) {
                throw malformed("names an algorithm that this build does not know: " + (sealed[4] & 0xff));
            }
            int flags = sealed[5] & 0xff;
            if ((flags & ~(EnvelopeV2.COMPRESSED | EnvelopeV2.FRAME)) != 0) {
                throw malformed("has content of a kind that this build does not know: " + flags);
            }
            String id = Hex.encode(Arrays.copyOfRange(sealed, 6, EnvelopeV2.HEAD));
            RingKey found = ring.find(id);
            if (found == null) {
                throw new UndecryptableException(
                        Reason.UNKNOWN_KEY,
                        "sealed with key " + id
                                + ", which is not in this key ring: give this reader the ring of the writer");
            }
            if (found.algorithm() != algorithm) {
                throw wrongKeyOrPlace(topic, null);
            }
            byte[] content;
            try {
                byte[] nonce = Arrays.copyOfRange(sealed, EnvelopeV2.HEAD, head);
                content = cipher(found).open(nonce, EnvelopeV2.additional(sealed, topic, key), sealed, head);
            } catch (AEADBadTagException e) {
                throw wrongKeyOrPlace(topic, e);
            }
            if ((flags & EnvelopeV2.COMPRESSED) != 0) {
                byte[] expanded = Zstandard.expand(content, EnvelopeV2.LARGEST_MESSAGE);
                if (expanded == null) {
                    throw malformed("its content is not compressed as it says");
                }
                content = expanded;
            }
            return new Content(content, (flags & EnvelopeV2.FRAME) != 0);
        }

        private Gcm cipher(RingKey key) {
            return ciphers.computeIfAbsent(key.id(), id -> new Gcm(key.key(), key.algorithm()));
        }

        private static UndecryptableException wrongKeyOrPlace(String topic, @Nullable Throwable cause) {
            return new UndecryptableException(
                    Reason.WRONG_KEY_OR_TAMPERED,
                    "not sealed for topic " + topic
                            + " and this record key, or changed since it was sealed (the record key"
                            + " must arrive as bytes: key.converter ByteArrayConverter)",
                    cause);
        }

        private static UndecryptableException malformed(String what) {
            return new UndecryptableException(Reason.MALFORMED, "malformed envelope of version 2: " + what);
        }
    }

    private static final class Content {
        final byte[] bytes;
        final boolean frame;

        Content(byte[] bytes, boolean frame) {
            this.bytes = bytes;
            this.frame = frame;
        }
    }
}
