package io.github.sluice.starrockswriter;

import io.github.sluice.writer.UnfitColumnException;
import org.jspecify.annotations.Nullable;

/** The column {@code __op}, by which a row of a primary-key table says what it is (starrocks.md 6.4). Stateless. */
final class Operation {
    static final String COLUMN = "__op";

    private static final Long UPSERT = 0L;
    private static final Long DELETE = 1L;

    private Operation() {}

    /**
     * The number that StarRocks reads.
     *
     * @param value 0 or {@code upsert}, 1 or {@code delete}; any other number would be undefined there
     */
    static Long of(@Nullable Object value) throws UnfitColumnException {
        String text = String.valueOf(value);
        if (text.equals("0") || text.equalsIgnoreCase("upsert")) {
            return UPSERT;
        }
        if (text.equals("1") || text.equalsIgnoreCase("delete")) {
            return DELETE;
        }
        throw new UnfitColumnException(COLUMN, "neither 0 (upsert) nor 1 (delete)");
    }
}
