package io.github.sluice.testbed.starrocks.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection: request after request until either side closes. A body that the handler left unread is not
 * waited for: the answer closes the connection, and what the client still sends is thrown away for a short while, so
 * that a reset does not overtake the answer.
 */
final class HttpConnection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
    /** How long a client may stay silent between requests. */
    private static final int IDLE_MILLIS = 30_000;
    /** How long it may stay silent inside a body: a client that was frozen may go on, as with a real backend. */
    private static final int BODY_MILLIS = 600_000;

    private static final int LINGER_MILLIS = 500;
    private static final long LINGER_LIMIT_NANOS = 5_000_000_000L;

    private final Socket socket;
    private final HttpHandler handler;
    private final int maxHeaderBytes;

    HttpConnection(Socket socket, HttpHandler handler, int maxHeaderBytes) {
        this.socket = socket;
        this.handler = handler;
        this.maxHeaderBytes = maxHeaderBytes;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 8 * 1024);
            serve(in, out);
        } catch (DropConnectionException e) {
            LOG.info("connection dropped on purpose: {}", e.getMessage());
        } catch (SocketTimeoutException e) {
            LOG.debug("idle connection closed");
        } catch (SocketException e) {
            LOG.debug("connection ended: {}", e.getMessage());
        } catch (IOException e) {
            LOG.info("connection ended in the middle of a request: {}", e.toString());
        }
    }

    private void serve(InputStream in, OutputStream out) throws IOException {
        RequestReader reader = new RequestReader(in, out, socket.getInetAddress(), maxHeaderBytes);
        boolean open = true;
        while (open) {
            try {
                socket.setSoTimeout(IDLE_MILLIS);
                HttpRequest request = reader.next();
                socket.setSoTimeout(BODY_MILLIS);
                open = request != null && answer(request, out);
            } catch (HttpException e) {
                send(HttpResponse.text(e.status(), e.getMessage() + "\n"), out, true, true);
                open = false;
            }
        }
        linger(in);
    }

    /** Returns whether the connection stays open. */
    private boolean answer(HttpRequest request, OutputStream out) throws IOException {
        HttpResponse response;
        try {
            response = handler.handle(request);
        } catch (RuntimeException e) {
            LOG.warn("handler failed on {} {}", request.method(), request.target(), e);
            response = HttpResponse.text(500, e + "\n").closing();
        }
        boolean keep = !response.isClosing()
                && request.requestBody().isFinished()
                && !request.headers().lists("Connection", "close")
                && (!request.isHttp10() || request.headers().lists("Connection", "keep-alive"));
        send(response, out, !keep, !request.method().equals("HEAD"));
        return keep;
    }

    private static void send(HttpResponse response, OutputStream out, boolean close, boolean withBody)
            throws IOException {
        out.write(response.head(close));
        if (withBody) {
            out.write(response.body());
        }
        out.flush();
    }

    private void linger(InputStream in) throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(LINGER_MILLIS);
        byte[] sink = new byte[64 * 1024];
        long end = System.nanoTime() + LINGER_LIMIT_NANOS;
        try {
            while (in.read(sink) >= 0 && System.nanoTime() - end < 0) {
                // thrown away
            }
        } catch (SocketTimeoutException | SocketException e) {
            LOG.trace("client left the connection open after the answer");
        }
    }
}
