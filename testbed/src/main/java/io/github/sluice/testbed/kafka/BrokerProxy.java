package io.github.sluice.testbed.kafka;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.requests.ResponseHeader;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a broker, whose listener advertises {@link #port} in its own place, and cuts the connections
 * where it is told to: in particular when a request has been done by the broker and its answer is on the way. It can also
 * refuse records in the broker's place, with errors that a single broker never gives. Thread-safe.
 */
public final class BrokerProxy implements AutoCloseable {
    /** Kafka protocol guide, API keys. */
    public static final int PRODUCE = 0;

    public static final int END_TXN = 26;

    private static final int NONE = -1;

    private final ServerSocket server;
    private final int brokerPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private int apiKey = NONE;
    private int answersToPass;
    private boolean forGood;
    private boolean refusing;
    private int cuts;
    private @Nullable Errors refusal;

    /** @param brokerPort of 127.0.0.1; nobody needs to listen there yet */
    public BrokerProxy(int brokerPort) {
        this.brokerPort = brokerPort;
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a proxy", e);
        }
        daemon("accept", this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /**
     * Cuts all connections instead of passing on an answer.
     *
     * @param api the kind of request that is answered
     * @param pass how many such answers to let through before
     * @param stayCut whether to refuse connections from then on, until {@link #heal}
     */
    public synchronized void cutAtAnswer(int api, int pass, boolean stayCut) {
        apiKey = api;
        answersToPass = pass;
        forGood = stayCut;
    }

    /** From now on no records reach the broker: each request for it is answered with this error, until {@link #heal}. */
    public synchronized void refuseRecords(Errors error) {
        refusal = error;
    }

    private synchronized @Nullable Errors refusal() {
        return refusal;
    }

    /** Cuts all connections now; clients may come back. */
    public synchronized void cut() {
        cuts++;
        sockets.forEach(BrokerProxy::close);
    }

    /** Lets everything through again. */
    public synchronized void heal() {
        apiKey = NONE;
        refusing = false;
        refusal = null;
    }

    /** How often it has cut so far. */
    public synchronized int cuts() {
        return cuts;
    }

    private synchronized boolean isTheOne(int api) {
        if (api != apiKey || answersToPass-- > 0) {
            return false;
        }
        apiKey = NONE;
        refusing = forGood;
        return true;
    }

    private synchronized boolean refuses() {
        return refusing;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (refuses()) {
                    close(client);
                    continue;
                }
                connect(client);
            } catch (IOException e) {
                // the next one is another client's
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket broker = new Socket(InetAddress.getByName("127.0.0.1"), brokerPort);
            sockets.add(client);
            sockets.add(broker);
            Map<Integer, Integer> asked = new ConcurrentHashMap<>();
            daemon(
                    "requests",
                    () -> pump(client, broker, request -> {
                        int api = request.getShort(0);
                        Errors error = refusal();
                        if (api == PRODUCE && error != null) {
                            write(client, refusing(request, error));
                            return Fate.STAYS;
                        }
                        asked.put(request.getInt(4), api);
                        return Fate.PASSES;
                    }));
            daemon(
                    "answers",
                    () -> pump(broker, client, answer -> {
                        Integer api = asked.remove(answer.getInt(0));
                        return api == null || !isTheOne(api) ? Fate.PASSES : Fate.CUTS;
                    }));
        } catch (IOException e) {
            close(client);
        }
    }

    private static byte[] refusing(ByteBuffer request, Errors error) {
        RequestHeader header = RequestHeader.parse(request);
        short version = header.apiVersion();
        AbstractResponse answer = ProduceRequest.parse(request, version).getErrorResponse(0, error.exception());
        ResponseHeader answerHeader = header.toResponseHeader();
        ByteBuffer bytes =
                RequestUtils.serialize(answerHeader.data(), answerHeader.headerVersion(), answer.data(), version);
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        return content;
    }

    private enum Fate {
        PASSES,
        STAYS,
        CUTS
    }

    private interface Frame {
        Fate fate(ByteBuffer content) throws IOException;
    }

    /** The broker's answers and the proxy's own may come at once. */
    private static void write(Socket to, byte[] content) throws IOException {
        byte[] whole = ByteBuffer.allocate(4 + content.length)
                .putInt(content.length)
                .put(content)
                .array();
        synchronized (to) {
            to.getOutputStream().write(whole);
        }
    }

    private void pump(Socket from, Socket to, Frame frame) {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            while (true) {
                byte[] content = new byte[in.readInt()];
                in.readFully(content);
                Fate fate = frame.fate(ByteBuffer.wrap(content));
                if (fate == Fate.CUTS) {
                    cut();
                    return;
                }
                if (fate == Fate.PASSES) {
                    write(to, content);
                }
            }
        } catch (IOException e) {
            // one side has gone, and the other goes with it
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, "broker-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no more use either way
        }
    }

    /** Cuts what is open and listens no more. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a proxy", e);
        } finally {
            cut();
        }
    }
}
