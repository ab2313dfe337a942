package io.github.sluice.testbed.starrocks.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The body of one request: nothing, a fixed number of bytes, or chunks (RFC 9112 section 7.1). A connection that ends
 * inside the body gives {@link EOFException}, never a shorter body.
 */
final class RequestBody extends InputStream {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_CHUNK_LINE = 1024;

    private final InputStream in;
    private final OutputStream out;
    private final boolean chunked;
    private final long announced;
    private long left;
    private boolean finished;
    private boolean continueDue;
    private boolean firstChunk = true;

    /** @param length bytes announced, or -1 for a chunked body */
    RequestBody(InputStream in, OutputStream out, long length, boolean continueDue) {
        this.in = in;
        this.out = out;
        this.chunked = length < 0;
        this.announced = length;
        this.left = Math.max(length, 0);
        this.finished = length == 0;
        this.continueDue = continueDue && !finished;
    }

    long announcedLength() {
        return announced;
    }

    /** True when every byte of the body was read (also when there is none). */
    boolean isFinished() {
        return finished;
    }

    void sendContinue() throws IOException {
        if (continueDue) {
            continueDue = false;
            out.write(CONTINUE);
            out.flush();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (finished) {
            return -1;
        }
        sendContinue();
        if (chunked && left == 0 && !nextChunk()) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(left, length));
        if (count < 0) {
            throw new EOFException("connection ended inside the request body");
        }
        left -= count;
        if (left == 0 && !chunked) {
            finished = true;
        }
        return count;
    }

    private boolean nextChunk() throws IOException {
        if (!firstChunk && !readLine().isEmpty()) {
            throw new HttpException(400, "chunk is longer than announced");
        }
        firstChunk = false;
        String line = readLine();
        int extension = line.indexOf(';');
        String digits = (extension < 0 ? line : line.substring(0, extension)).trim();
        try {
            if (digits.isEmpty() || digits.length() > 15) {
                throw new NumberFormatException(digits);
            }
            left = Long.parseUnsignedLong(digits, 16);
        } catch (NumberFormatException e) {
            throw new HttpException(400, "bad chunk size");
        }
        if (left == 0) {
            while (!readLine().isEmpty()) {
                // trailer fields carry nothing that a load uses
            }
            finished = true;
            return false;
        }
        return true;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("connection ended inside the request body");
            }
            if (line.length() > MAX_CHUNK_LINE) {
                throw new HttpException(400, "chunk line too long");
            }
            line.append((char) b);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }
}
