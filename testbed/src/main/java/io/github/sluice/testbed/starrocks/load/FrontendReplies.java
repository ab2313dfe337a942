package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.http.HttpResponse;

/** The envelopes of a frontend (starrocks.md 2.4, 4.4). */
final class FrontendReplies {
    private FrontendReplies() {}

    /** 401 with the challenge; the password never appears in it. */
    static HttpResponse unauthorized(String message) {
        return HttpResponse.json(401, generic(message)).with("www-authenticate", "Basic realm=\"\"");
    }

    /** A known error of a generic request: HTTP 200. */
    static HttpResponse failed(String message) {
        return HttpResponse.json(200, generic(message));
    }

    /** An unexpected error: the status with the generic envelope. */
    static HttpResponse broken(int status, String message) {
        return HttpResponse.json(status, generic(message));
    }

    private static String generic(String message) {
        return new JsonReply(JsonReply.FRONTEND)
                .add("status", "FAILED")
                .add("code", "1")
                .add("msg", message)
                .add("message", message)
                .toString();
    }

    /** The members that end a successful generic reply. */
    static HttpResponse success(JsonReply members) {
        return members.add("status", "OK")
                .add("code", "0")
                .add("msg", "Success")
                .add("message", "OK")
                .response();
    }

    /**
     * A refusal of a load request.
     *
     * @param exception simple name of the frontend's exception class
     */
    static HttpResponse loadFailed(String exception, String message) {
        return new JsonReply(JsonReply.FRONTEND)
                .add("Status", "FAILED")
                .add("Message", "class com.starrocks.common." + exception + ": " + message)
                .response();
    }

    /** The answer to a commit or rollback that the frontend handled itself. */
    static HttpResponse transaction(String label, long id, String message) {
        return new JsonReply(JsonReply.FRONTEND)
                .add("Label", label)
                .add("Status", "OK")
                .add("TxnId", id)
                .add("Message", message)
                .response();
    }

    static HttpResponse notFound() {
        return HttpResponse.html(404, "<html><body>Not Found</body></html>");
    }

    static HttpResponse wrongMethod() {
        return HttpResponse.html(501, "<html><body>Not Implemented</body></html>");
    }
}
