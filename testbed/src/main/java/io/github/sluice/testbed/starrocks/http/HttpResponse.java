package io.github.sluice.testbed.starrocks.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One final response; immutable. {@code closing} asks for the connection to be closed after it. */
public final class HttpResponse {
    private static final Map<Integer, String> REASONS = Map.of(
            200, "OK",
            307, "Temporary Redirect",
            400, "Bad Request",
            401, "Unauthorized",
            404, "Not Found",
            431, "Request Header Fields Too Large",
            500, "Internal Server Error",
            501, "Not Implemented",
            503, "Service Unavailable");

    private final int status;
    private final HttpHeaders headers = new HttpHeaders();
    private final byte[] body;
    private boolean closing;

    private HttpResponse(int status, String contentType, byte[] body) {
        this.status = status;
        this.body = body;
        headers.add("content-type", contentType);
    }

    public static HttpResponse json(int status, String body) {
        return new HttpResponse(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpResponse text(int status, String body) {
        return new HttpResponse(status, "text/plain", body.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpResponse html(int status, String body) {
        return new HttpResponse(status, "text/html", body.getBytes(StandardCharsets.UTF_8));
    }

    /** A 307 with an empty HTML body, as a StarRocks frontend sends it. */
    public static HttpResponse redirect(String location) {
        return html(307, "").with("location", location);
    }

    /** Adds a field and returns this response. */
    public HttpResponse with(String name, String value) {
        headers.add(name, value);
        return this;
    }

    /** Marks the connection to be closed after this response and returns this response. */
    public HttpResponse closing() {
        closing = true;
        return this;
    }

    public int status() {
        return status;
    }

    boolean isClosing() {
        return closing;
    }

    byte[] body() {
        return body;
    }

    /** Status line and fields, without the body. */
    byte[] head(boolean close) {
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(REASONS.getOrDefault(status, "Unknown"))
                .append("\r\n");
        headers.appendTo(head);
        head.append("content-length: ").append(body.length).append("\r\n");
        head.append("connection: ").append(close ? "close" : "keep-alive").append("\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.UTF_8);
    }
}
