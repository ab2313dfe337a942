package io.github.sluice.wire.position;

import org.jspecify.annotations.Nullable;

/**
 * A point of a source: which of its transactions lie before it. Either a {@link GtidSet}, which every server of the
 * source understands, or, where the source writes no GTIDs, a {@link FilePosition}, which only the server that wrote the
 * file does. Both have one text form each, by which {@link #parse} tells them apart; to everybody else the text is
 * opaque.
 *
 * <p>A transaction is named by its GTID, or by the place at which it begins ({@link FilePosition#nameOf}); which of the
 * two goes with the kind of position that is counted in. Mutable; one thread.
 */
public abstract class SourcePosition {
    SourcePosition() {}

    /**
     * Reads either text form; the empty text is the empty GTID set, before everything.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static SourcePosition parse(String text) {
        return FilePosition.isOne(text) ? FilePosition.parse(text) : GtidSet.parse(text);
    }

    /** Whether a transaction lies before this point. One that is named in the other way does not. */
    public abstract boolean contains(String transaction);

    /**
     * Whether all that lies before the other point lies before this one. Points of the two kinds, or in files of different
     * servers, cover nothing of each other; the empty GTID set is covered by all.
     */
    public abstract boolean covers(SourcePosition other);

    /**
     * The latest point that both cover.
     *
     * @throws IllegalArgumentException if the two are not of the same kind, or not of the same server's files
     */
    public abstract SourcePosition common(SourcePosition other);

    /** A point of its own, at the same place. */
    public abstract SourcePosition copy();

    /**
     * The transaction lies before this point from now on. Transactions come in the order of the binlog.
     *
     * @param transaction its name
     * @param file the binlog file that holds it
     * @param end byte at which the next event starts
     * @param fileBorn when the file was begun, epoch seconds; 0 if not known
     */
    public abstract void complete(String transaction, String file, long end, long fileBorn);

    /**
     * Everything up to a place between two transactions was read.
     *
     * @param fileBorn when the file was begun, epoch seconds; 0 if not known
     * @return whether that makes this another point
     */
    public abstract boolean pass(String file, long offset, long fileBorn);

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourcePosition && other.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The text form, on one line; equal points print equally. */
    @Override
    public abstract String toString();
}
