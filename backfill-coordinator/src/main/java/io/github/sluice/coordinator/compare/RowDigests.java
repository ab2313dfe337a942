package io.github.sluice.coordinator.compare;

import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.row.EqualityForm;
import io.github.sluice.wire.row.RowSchema;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a row and for its columns: the first 128 bits of HMAC-SHA256 over the row's equality form, the same
 * form that fingerprints are made of, under a sub-key of the data key that belongs to one comparison. Without the key
 * nothing can be guessed from it, and nobody can choose rows that add up. One thread.
 */
final class RowDigests {
    private static final int COLUMN_BYTES = 8;

    private final EqualityForm form;
    private final int columns;
    private final Mac mac;

    RowDigests(RowSchema schema, DataKey key, String session) {
        this.form = new EqualityForm(schema);
        this.columns = schema.size();
        try {
            this.mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.derive("sluice live comparison 1 " + session), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    Digest of(@Nullable Object[] wire) {
        form.frame(wire);
        mac.update(form.array(), 0, form.length());
        ByteBuffer digest = ByteBuffer.wrap(mac.doFinal());
        return new Digest(digest.getLong(), digest.getLong());
    }

    /** One digest per column, in schema order; a column's place is part of what is digested. */
    List<String> columns(@Nullable Object[] wire) {
        form.frame(wire);
        List<String> digests = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            mac.update((byte) (i >> 8));
            mac.update((byte) i);
            mac.update(form.array(), form.start(i), form.start(i + 1) - form.start(i));
            digests.add(HexFormat.of().formatHex(mac.doFinal(), 0, COLUMN_BYTES));
        }
        return digests;
    }
}
