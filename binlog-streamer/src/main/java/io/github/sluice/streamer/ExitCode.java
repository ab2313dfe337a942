package io.github.sluice.streamer;

/**
 * The exit codes of every {@code binlog-streamer} command, the numbers of {@code sluice} where the meaning is the same.
 * Stable: systemd units and schedulers branch on them. 1, 2, 130, 137 and 143 are never used, because the JVM, shells
 * and schedulers give them meanings of their own.
 */
public enum ExitCode {
    /** Done; for {@code run}: it was asked to stop, and all that was acknowledged is committed. */
    DONE(0),
    /** The command line, {@code streamer.yaml} or a table file is wrong; nothing was started. */
    USAGE(10),
    /** A stored position cannot be opened with this key. */
    UNDECRYPTABLE(23),
    /** A connection was lost for good or a wait ended: neither success nor failure is known. */
    UNKNOWN(30),
    /** A guard refused to go on: the source's settings, privileges, keys or cascades would lose or invent changes. */
    REFUSED(40),
    /** Another streamer of the same name writes these topics. */
    FENCED(41),
    /** The source no longer has the binlog that the stored position needs. */
    PURGED(42),
    /** A table is not what its table file maps. */
    DRIFT(43);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The process's exit code. */
    public int number() {
        return number;
    }
}
