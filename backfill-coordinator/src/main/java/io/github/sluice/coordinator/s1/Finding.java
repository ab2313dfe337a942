package io.github.sluice.coordinator.s1;

/**
 * A known fault, found. Holds no secret. Immutable.
 *
 * @param file relative to the folder that was read
 * @param line from 1; 0 where it is the file as a whole
 * @param evidence what was found there, in the words of the file
 */
public record Finding(KnownFault fault, String file, int line, String evidence) {
    /** File and line as editors take them. */
    public String place() {
        return line == 0 ? file : file + ":" + line;
    }
}
