package io.github.sluice.coordinator.source;

/**
 * Whether a SELECT that begins now sees what the streamer has sent already: it reads transactions out of the binlog, where
 * each one stands moments before its changes are visible. Asked again and again until it is so. One thread.
 */
public interface Visibility extends AutoCloseable {
    /** Whether it is so by now; once it is, it stays so. */
    boolean reached();

    /** What is still waited for, for a message. */
    String missing();

    /** Gives up asking. */
    @Override
    default void close() {}
}
