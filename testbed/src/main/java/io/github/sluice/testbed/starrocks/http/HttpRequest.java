package io.github.sluice.testbed.starrocks.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request, valid until its handler returns. Used by the connection's thread only. */
public final class HttpRequest {
    private final String method;
    private final String target;
    private final boolean http10;
    private final HttpHeaders headers;
    private final RequestBody body;
    private final InetAddress peer;

    HttpRequest(String method, String target, boolean http10, HttpHeaders headers, RequestBody body, InetAddress peer) {
        this.method = method;
        this.target = target;
        this.http10 = http10;
        this.headers = headers;
        this.body = body;
        this.peer = peer;
    }

    public String method() {
        return method;
    }

    /** Path and query exactly as sent. */
    public String target() {
        return target;
    }

    public boolean isHttp10() {
        return http10;
    }

    public HttpHeaders headers() {
        return headers;
    }

    /** The client's address, for messages. */
    public String peer() {
        return peer.getHostAddress();
    }

    /** The path's segments, each percent-decoded as UTF-8; {@code /api/a%2Fb/} gives {@code api}, {@code a/b}. */
    public List<String> path() {
        int end = target.indexOf('?');
        String path = end < 0 ? target : target.substring(0, end);
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(decode(segment.replace("+", "%2B")));
            }
        }
        return segments;
    }

    /** The first value of a query parameter, decoded; null when it is not given. */
    public @Nullable String parameter(String name) {
        int start = target.indexOf('?');
        if (start < 0) {
            return null;
        }
        for (String pair : target.substring(start + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (decode(key).equals(name)) {
                return equals < 0 ? "" : decode(pair.substring(equals + 1));
            }
        }
        return null;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /** True when the client waits for {@code 100 Continue} before it sends the body (never so in HTTP/1.0). */
    public boolean expectsContinue() {
        return !http10 && headers.lists("Expect", "100-continue");
    }

    /** The announced length of the body; 0 without a body, -1 when it is chunked. */
    public long contentLength() {
        return body.announcedLength();
    }

    /**
     * The body, decoded from chunks where needed. The first read sends {@code 100 Continue} if the client waits for it;
     * a handler that refuses the request must not read.
     */
    public InputStream body() {
        return body;
    }

    /** Sends {@code 100 Continue} now if the client waits for it; repeated calls do nothing. */
    public void sendContinue() throws IOException {
        body.sendContinue();
    }

    RequestBody requestBody() {
        return body;
    }
}
