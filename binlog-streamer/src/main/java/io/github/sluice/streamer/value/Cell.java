package io.github.sluice.streamer.value;

/**
 * Reads one column's non-null values out of row events. Immutable and shared between shards, unless a class says
 * otherwise; called by the reader's thread only.
 */
public interface Cell {
    /**
     * Reads the value at the cursor and leaves the cursor behind it.
     *
     * @return what {@code RowCodec.normalise} takes for the column's type
     * @throws UndecodableException if the bytes are no value of the type
     * @throws TruncatedEventException if the event ends within the value
     */
    Object read(EventBytes in);
}
