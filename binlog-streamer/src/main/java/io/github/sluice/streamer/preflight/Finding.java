package io.github.sluice.streamer.preflight;

/**
 * One thing that a check has found.
 *
 * @param subject what it is about: a server variable, a privilege, {@code db.table}
 * @param found what is the case
 * @param advice what to do; empty for a note
 */
public record Finding(Severity severity, String subject, String found, String advice) {
    /** What follows from a finding. */
    public enum Severity {
        /** Changes would be lost, invented or shifted: streaming is refused. */
        FAULT,
        /** A table is not what its file maps: it would stop at its first change. */
        DRIFT,
        /** Works, but a person should know. */
        WARNING,
        /** A fact. */
        NOTE
    }

    static Finding fault(String subject, String found, String advice) {
        return new Finding(Severity.FAULT, subject, found, advice);
    }

    static Finding warning(String subject, String found, String advice) {
        return new Finding(Severity.WARNING, subject, found, advice);
    }

    static Finding note(String subject, String found) {
        return new Finding(Severity.NOTE, subject, found, "");
    }

    @Override
    public String toString() {
        return subject + ": " + found + (advice.isEmpty() ? "" : "; " + advice);
    }
}
