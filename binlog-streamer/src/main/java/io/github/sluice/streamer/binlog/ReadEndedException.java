package io.github.sluice.streamer.binlog;

import org.jspecify.annotations.Nullable;

/** Reading ended although nobody asked for it. The message names the server, what happened and what to do. */
public final class ReadEndedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, by what the caller should do. */
    public enum Reason {
        /** The server cannot be reached or does not answer: try again, or try the source's next server. */
        UNREACHABLE(true),
        /** The connection broke, or went silent for longer than the limit: connect again. */
        CONNECTION_LOST(true),
        /** The server no longer has the binlog that is needed: rows are lost to the stream; a new backfill. */
        PURGED(false),
        /** The file or position does not exist on this server. */
        UNKNOWN_POSITION(false),
        /** We have read transactions that this server never had: it took over without them. */
        DIVERGED(false),
        /** Somebody else reads with our server id. */
        DUPLICATE_SERVER_ID(false),
        /** Account, password or privilege. */
        ACCESS_DENIED(false),
        /** Not a MySQL server that writes a binlog, or one too old or of another kind. */
        NOT_A_SOURCE(false),
        /** Bytes that are not what they should be: checksum, length, an event that cannot be decoded. */
        CORRUPT(false),
        /** Any other error that the server sent. */
        SERVER_ERROR(false);

        private final boolean worthRetrying;

        Reason(boolean worthRetrying) {
            this.worthRetrying = worthRetrying;
        }

        /** Whether connecting again may help without anybody's doing. */
        public boolean worthRetrying() {
            return worthRetrying;
        }
    }

    private final Reason reason;
    private final int serverError;

    ReadEndedException(Reason reason, String message, int serverError, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.serverError = serverError;
    }

    public Reason reason() {
        return reason;
    }

    /** MySQL's error number, for example 1236; 0 if the server sent none. */
    public int serverError() {
        return serverError;
    }
}
