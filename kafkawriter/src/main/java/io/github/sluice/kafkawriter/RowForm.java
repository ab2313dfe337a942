package io.github.sluice.kafkawriter;

import io.github.sluice.wire.row.BadRowException;
import io.github.sluice.writer.UnfitColumnException;
import org.jspecify.annotations.Nullable;

/** How a row's wire values become the plain bytes of a record. One thread. */
interface RowForm {
    /**
     * @param wire wire values in column order
     * @throws BadRowException if the row has no such form; the message holds no value
     * @throws UnfitColumnException if a value cannot be written as its column's format says
     */
    byte[] encode(@Nullable Object[] wire) throws UnfitColumnException;
}
