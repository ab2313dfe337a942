package io.github.sluice.testbed.starrocks.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads request line and header fields (RFC 9112 sections 3 and 5); header bytes are UTF-8. */
final class RequestReader {
    private final InputStream in;
    private final OutputStream out;
    private final InetAddress peer;
    private final int maxHeaderBytes;
    private int headerBytes;

    RequestReader(InputStream in, OutputStream out, InetAddress peer, int maxHeaderBytes) {
        this.in = in;
        this.out = out;
        this.peer = peer;
        this.maxHeaderBytes = maxHeaderBytes;
    }

    /** The next request, or null when the client closed the connection instead of sending one. */
    @Nullable
    HttpRequest next() throws IOException {
        headerBytes = 0;
        String requestLine = readLine(true);
        while (requestLine != null && requestLine.isEmpty()) {
            requestLine = readLine(true);
        }
        if (requestLine == null) {
            return null;
        }
        String[] parts = requestLine.split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.") || parts[1].isEmpty()) {
            throw new HttpException(400, "malformed request line");
        }
        boolean http10 = parts[2].equals("HTTP/1.0");
        HttpHeaders headers = readHeaders();
        boolean continueDue = !http10 && headers.lists("Expect", "100-continue");
        RequestBody body = new RequestBody(in, out, bodyLength(headers), continueDue);
        return new HttpRequest(parts[0], path(parts[1]), http10, headers, body, peer);
    }

    private static String path(String target) {
        if (target.startsWith("http://")) {
            int slash = target.indexOf('/', "http://".length());
            return slash < 0 ? "/" : target.substring(slash);
        }
        return target;
    }

    private HttpHeaders readHeaders() throws IOException {
        HttpHeaders headers = new HttpHeaders();
        for (String line = readLine(false); line != null && !line.isEmpty(); line = readLine(false)) {
            int colon = line.indexOf(':');
            if (colon < 1 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                throw new HttpException(400, "malformed header field");
            }
            headers.add(
                    line.substring(0, colon).trim(), line.substring(colon + 1).trim());
        }
        return headers;
    }

    private static long bodyLength(HttpHeaders headers) throws HttpException {
        if (headers.lists("Transfer-Encoding", "chunked")) {
            return -1;
        }
        String length = headers.get("Content-Length");
        if (length == null) {
            return 0;
        }
        try {
            long value = Long.parseLong(length);
            if (value < 0) {
                throw new HttpException(400, "negative Content-Length");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new HttpException(400, "bad Content-Length");
        }
    }

    private @Nullable String readLine(boolean first) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (first && line.size() == 0) {
                    return null;
                }
                throw new EOFException("connection ended inside the request header");
            }
            if (++headerBytes > maxHeaderBytes) {
                throw new HttpException(431, "header larger than " + maxHeaderBytes + " bytes");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
