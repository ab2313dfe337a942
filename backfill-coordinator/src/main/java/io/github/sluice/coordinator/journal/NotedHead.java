package io.github.sluice.coordinator.journal;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a chain as somebody noted it elsewhere.
 *
 * @param seq its number, where that was noted too
 * @param hash 64 hexadecimal digits in lower case
 */
public record NotedHead(OptionalLong seq, String hash) {
    private static final Pattern TEXT = Pattern.compile("(?:([0-9]{1,18}):)?([0-9a-f]{64})");

    /** Reads {@code SEQ:HASH} or {@code HASH}; empty if the text is neither. */
    public static Optional<NotedHead> parse(String text) {
        Matcher found = TEXT.matcher(text.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        String seq = found.group(1);
        return Optional.of(new NotedHead(
                seq == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(seq)), found.group(2)));
    }

    /** Whether an entry is the one that was noted. */
    boolean is(long number, String itsHash) {
        return itsHash.equals(hash) && (seq.isEmpty() || seq.getAsLong() == number);
    }

    /** As it was noted. */
    @Override
    public String toString() {
        return (seq.isEmpty() ? "" : seq.getAsLong() + ":") + hash;
    }
}
