package io.github.sluice.demo;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What {@code --break} plants on the way, and where. */
enum Fault {
    /** A record is removed from the batch topic after Kafka acknowledged it. */
    LOST_ROW("lost-row", 21),
    /** A value is changed in StarRocks after the load. */
    CHANGED_VALUE("changed-value", 22),
    /** A column too short and {@code strict_mode=false}: StarRocks stores NULL and says nothing. */
    NULL_FOR_LONG_STRING("null-for-long-string", 22),
    /** Somebody else writes a row into the batch topic. */
    EXTRA_ROW("extra-row", 21),
    /** A record sealed with another key. */
    UNDECRYPTABLE("undecryptable", 23);

    private final String word;
    private final int exitCode;

    Fault(String word, int exitCode) {
        this.word = word;
        this.exitCode = exitCode;
    }

    /** As written on the command line. */
    String word() {
        return word;
    }

    /** What {@code sluice run} must end with. */
    int exitCode() {
        return exitCode;
    }

    /** All words, for messages. */
    static String words() {
        return Arrays.stream(values()).map(Fault::word).collect(Collectors.joining("|"));
    }

    /**
     * Reads a word of the command line.
     *
     * @throws IllegalArgumentException naming the words that are known
     */
    static Fault of(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.word.equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("--break: must be one of " + words() + ", found '" + word + "'"));
    }
}
