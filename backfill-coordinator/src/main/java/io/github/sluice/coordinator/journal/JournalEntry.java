package io.github.sluice.coordinator.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One entry of the chained record of all that was written to a journal. Entries are never changed; each holds the hash of
 * the one before it. Texts are never null. What stands in it is what the database has, also if somebody changed it there:
 * {@link #ownHash} says what its hash ought to be.
 *
 * @param run whose chain it belongs to
 * @param seq 1, 2, ... without a gap
 * @param at when it was written, or, of one that was carried over, when what it tells of happened; ISO-8601, UTC
 * @param origin by which way it came here, an {@link Origin}
 * @param writer who wrote it: user, host and process
 * @param kind what it tells of, an {@link EntryKind}
 * @param table the logical table, or empty
 * @param attempt an attempt's id; of {@link EntryKind#KEY_USE} the user of the key; else empty
 * @param step the step's word, or empty
 * @param state a {@link StepState}, or a {@link Resource.Origin}, or empty
 * @param code an exit code's number
 * @param message in the operator's words
 * @param evidence JSON text. Never holds a primary key, a row or a secret
 * @param previousHash of the entry before, or {@link #genesis}
 * @param hash over all other fields
 */
public record JournalEntry(
        String run,
        long seq,
        String at,
        String origin,
        String writer,
        String kind,
        String table,
        String attempt,
        String step,
        String state,
        int code,
        String message,
        String evidence,
        String previousHash,
        String hash) {
    /** The first field of what is hashed: another form of it would begin with another text. */
    private static final String FORM = "sluice-entry-1";

    private static final String GENESIS = "sluice-journal-1";

    /** By which way an entry came into the chain. */
    enum Origin {
        WRITTEN,
        /** Made from the tables of a journal of an older version, which had no entries. */
        IMPORTED
    }

    /** Whether it stands for something that was written before there were entries. */
    public boolean imported() {
        return origin.equals(Origin.IMPORTED.name());
    }

    /** The hash that these fields have, in 64 hexadecimal digits. */
    String ownHash() {
        return sha256(List.of(
                FORM,
                run,
                Long.toString(seq),
                at,
                origin,
                writer,
                kind,
                table,
                attempt,
                step,
                state,
                Integer.toString(code),
                message,
                evidence,
                previousHash));
    }

    /** The same, with the hash that its fields have. */
    JournalEntry hashed() {
        return new JournalEntry(
                run,
                seq,
                at,
                origin,
                writer,
                kind,
                table,
                attempt,
                step,
                state,
                code,
                message,
                evidence,
                previousHash,
                ownHash());
    }

    /** What the first entry of a run's chain names as the hash before it. */
    static String genesis(String run) {
        return sha256(List.of(GENESIS, run));
    }

    /**
     * SHA-256 over texts, each as four bytes of length, big-endian, and that many bytes of UTF-8: no two lists of texts
     * have the same bytes.
     */
    static String sha256(List<String> texts) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
