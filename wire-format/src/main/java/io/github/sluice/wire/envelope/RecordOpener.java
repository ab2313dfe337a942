package io.github.sluice.wire.envelope;

/** Opens sealed messages. One thread each. */
public interface RecordOpener {
    /**
     * The message inside.
     *
     * @throws UndecryptableException if it cannot be opened; nothing of it is passed on then
     */
    byte[] open(byte[] sealed) throws UndecryptableException;
}
