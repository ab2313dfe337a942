package io.github.sluice.streamload;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One reply of the transaction interface (starrocks.md 4.4), of a frontend or a backend. Immutable. */
final class TransactionReply {
    private final String status;
    private final String message;
    private final LoadCounts counts;
    private final @Nullable String errorUrl;
    private final String existingJobStatus;

    private TransactionReply(
            String status, String message, LoadCounts counts, @Nullable String errorUrl, String existingJobStatus) {
        this.status = status;
        this.message = message;
        this.counts = counts;
        this.errorUrl = errorUrl;
        this.existingJobStatus = existingJobStatus;
    }

    /** @throws BadReplyException when the reply does not say what happened */
    static TransactionReply of(String operation, HttpReply reply) throws BadReplyException {
        if (reply.status() == 401) {
            return new TransactionReply("UNAUTHORIZED", message(reply), LoadCounts.NOT_TOLD, null, "");
        }
        if (reply.status() != 200) {
            throw new BadReplyException(operation + ": HTTP " + reply.status() + " from "
                    + reply.answeredBy().getAuthority());
        }
        Map<String, Object> fields = ReplyJson.object(operation, reply);
        String status = ReplyJson.text(fields, "Status");
        if (status.isEmpty()) {
            throw new BadReplyException(
                    operation + ": reply of " + reply.answeredBy().getAuthority() + " has no Status");
        }
        long total = ReplyJson.number(fields, "NumberTotalRows");
        LoadCounts counts = total < 0
                ? LoadCounts.NOT_TOLD
                : new LoadCounts(
                        total,
                        ReplyJson.number(fields, "NumberLoadedRows"),
                        ReplyJson.number(fields, "NumberFilteredRows"),
                        ReplyJson.number(fields, "NumberUnselectedRows"));
        String errorUrl = ReplyJson.text(fields, "ErrorURL");
        return new TransactionReply(
                status,
                ReplyJson.text(fields, "Message"),
                counts,
                errorUrl.isEmpty() ? null : errorUrl,
                ReplyJson.text(fields, "ExistingJobStatus"));
    }

    private static String message(HttpReply reply) throws BadReplyException {
        return ReplyJson.text(ReplyJson.object("login", reply), "message");
    }

    boolean ok() {
        return status.equalsIgnoreCase("OK") || status.equalsIgnoreCase("Success");
    }

    String status() {
        return status;
    }

    String message() {
        return message;
    }

    LoadCounts counts() {
        return counts;
    }

    @Nullable
    String errorUrl() {
        return errorUrl;
    }

    /** RUNNING or FINISHED for a label in use, else empty. */
    String existingJobStatus() {
        return existingJobStatus;
    }

    @Override
    public String toString() {
        return message.isEmpty() ? status : status + ": " + message;
    }
}
