package io.github.sluice.wire.key;

import io.github.sluice.wire.internal.ByteSink;
import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.row.EqualityForm;
import io.github.sluice.wire.row.RowSchema;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Kafka record keys. One row's records share a key and so a partition, which keeps them in order; where rows
 * are encrypted, the key must not tell what the row holds. One thread.
 */
public final class RecordKeys {
    /** How a record key is made. */
    public enum Mode {
        /** 16 bytes of HMAC-SHA256 under a sub-key of the data key: says nothing without the key. */
        HMAC,
        /** The key columns' wire values in clear, as a JSON array. */
        COLUMNS,
        /** The key columns' wire values in clear as plain text, the delimiter between them; NULL is empty. */
        TEXT,
        /** The first plugin's key: MD5 of the row as text, in hexadecimal. Rows can be guessed from it (inventory #171). */
        MD5;

        /**
         * Reads a mode in any letter case.
         *
         * @throws IllegalArgumentException naming the modes there are
         */
        public static Mode parse(String text) {
            for (Mode mode : values()) {
                if (mode.name().equalsIgnoreCase(text)) {
                    return mode;
                }
            }
            throw new IllegalArgumentException("no key mode \"" + text + "\": write hmac, columns, text or md5");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Mode mode;
    private final int size;
    private final EqualityForm form;
    private final int[] identity;
    private final String delimiter;
    private final @Nullable Mac mac;
    private final ByteSink out = new ByteSink(64);

    private RecordKeys(Mode mode, RowSchema schema, @Nullable Mac mac, String delimiter) {
        this.mode = mode;
        this.size = schema.size();
        this.form = new EqualityForm(schema);
        this.identity = schema.identity();
        this.mac = mac;
        this.delimiter = delimiter;
    }

    /**
     * Keys by the schema's key columns, or by all columns where it names none.
     *
     * @param key the data key, of a ring its {@link KeyRing#root root}, so that a row's key outlives a rotation; needed by
     *     {@link Mode#HMAC} only
     * @throws IllegalArgumentException if the mode needs a key and there is none
     */
    public static RecordKeys of(Mode mode, RowSchema schema, @Nullable DataKey key) {
        return of(mode, schema, key, "\t");
    }

    /**
     * As {@link #of(Mode, RowSchema, DataKey)}, with the delimiter that stands between columns in the text that
     * {@link Mode#MD5} digests and {@link Mode#TEXT} is.
     */
    public static RecordKeys of(Mode mode, RowSchema schema, @Nullable DataKey key, String delimiter) {
        if (mode != Mode.HMAC) {
            return new RecordKeys(mode, schema, null, delimiter);
        }
        if (key == null) {
            throw new IllegalArgumentException(
                    "record keys of mode hmac need an encryption key: give one, or choose mode columns");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.derive("sluice record key 1"), "HmacSHA256"));
            return new RecordKeys(mode, schema, mac, delimiter);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    public Mode mode() {
        return mode;
    }

    /**
     * The record key of a row.
     *
     * @param wire wire values in schema order
     * @throws IllegalArgumentException if they are not
     */
    public byte[] keyOf(@Nullable Object[] wire) {
        if (wire.length != size) {
            throw new IllegalArgumentException("a row of " + wire.length + " values for " + size + " columns");
        }
        switch (mode) {
            case HMAC:
                return hmac(wire);
            case COLUMNS:
                return columns(wire);
            case TEXT:
                return text(wire);
            case MD5:
                return md5(wire);
        }
        throw new AssertionError(mode);
    }

    private byte[] hmac(@Nullable Object[] wire) {
        if (mac == null) {
            throw new AssertionError("made without a key");
        }
        form.frameParts(wire, identity);
        mac.update(form.array(), 0, form.length());
        return Arrays.copyOf(mac.doFinal(), 16);
    }

    private byte[] columns(@Nullable Object[] wire) {
        out.reset();
        char before = '[';
        for (int column : identity) {
            out.put(before);
            before = ',';
            Object value = wire[column];
            if (value instanceof String) {
                out.jsonString((String) value);
            } else if (value instanceof Long) {
                out.decimal((Long) value);
            } else {
                out.ascii(String.valueOf(value));
            }
        }
        out.put(']');
        return out.toByteArray();
    }

    private byte[] text(@Nullable Object[] wire) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < identity.length; i++) {
            Object value = wire[identity[i]];
            text.append(i == 0 ? "" : delimiter).append(value == null ? "" : value);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] md5(@Nullable Object[] wire) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < wire.length; i++) {
            text.append(i == 0 ? "" : delimiter).append(wire[i]);
        }
        text.append('\n');
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            String hex = Hex.encode(md5.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
            return hex.getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
