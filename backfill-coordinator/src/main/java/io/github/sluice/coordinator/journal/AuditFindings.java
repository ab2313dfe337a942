package io.github.sluice.coordinator.journal;

import java.util.List;
import java.util.Optional;

/**
 * What computing a chain anew has found.
 *
 * @param entries that were found whole before the first broken one
 * @param imported of them, that stand for what an older version wrote
 * @param head the last whole entry
 * @param broken the first broken entry; empty if the journal is intact
 */
public record AuditFindings(String run, long entries, long imported, ChainHead head, Optional<Broken> broken) {
    /** What is wrong. */
    public enum Fault {
        /** An entry is not there; arguments: the number of the next one, or of the last one that there ought to be. */
        MISSING,
        /** Its number is none that an entry has; no arguments. */
        NUMBER,
        /** It names another hash than that of the entry before it; arguments: the named one, the real one. */
        PREVIOUS,
        /** A field was changed; arguments: the hash that it carries, the one that its fields have. */
        HASH,
        /** Its hash is right and its evidence is none that an entry of its kind has; no arguments. */
        UNREADABLE,
        /** It stands behind the entry that {@code sluice_head} has as the last; arguments: that one. */
        BEHIND_HEAD,
        /** {@code sluice_head} has another hash for it; arguments: that hash, the entry's. */
        HEAD,
        /** There are entries and no row in {@code sluice_head}; no arguments. */
        NO_HEAD,
        /** A row says something else; arguments: table, row, column, what stands there, what the entry says. */
        STATE,
        /** The row is gone; arguments: table, row. */
        ROW_GONE,
        /** A row is there that this entry took away, or, with number 0, that no entry tells of; arguments: table, row. */
        ROW_UNTOLD,
        /** The tables are an older version's, and there is no entry yet; no arguments. */
        NOT_CHAINED,
        /** A head that was noted elsewhere is not in the chain; arguments: it, the chain's last one. */
        NOT_IN_CHAIN
    }

    /**
     * A broken entry.
     *
     * @param seq its number; 0 if there is none
     * @param arguments texts, as {@link Fault} says
     */
    public record Broken(long seq, Fault fault, List<String> arguments) {
        static Broken of(long seq, Fault fault, String... arguments) {
            return new Broken(seq, fault, List.of(arguments));
        }
    }
}
