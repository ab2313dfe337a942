package io.github.sluice.streamload;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A frontend and a backend that answer what a test tells them, over plain sockets so that every byte of a request can be
 * looked at. It keeps the rules that clients trip over: the frontend redirects without reading a body and never says 100;
 * the backend says 100 before it reads one.
 */
final class ScriptedCluster implements Closeable {
    /** What a request looked like. */
    record Request(String server, String line, Map<String, String> headers, byte[] rawHead, byte[] body) {
        String operation() {
            String path = line.split(" ")[1];
            int query = path.indexOf('?');
            String bare = query < 0 ? path : path.substring(0, query);
            return bare.substring(bare.lastIndexOf('/') + 1);
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        String bodyText() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** What to answer. */
    sealed interface Answer {
        record Json(String text) implements Answer {}

        record Http(int status, String text) implements Answer {}

        record Redirect(String location) implements Answer {}

        /** Close the connection after the request was read. */
        record Drop() implements Answer {}
    }

    private final Listener frontEnd;
    private final Listener backEnd;
    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, List<Function<Request, Answer>>> scripts = new ConcurrentHashMap<>();

    ScriptedCluster() throws IOException {
        backEnd = new Listener("be");
        frontEnd = new Listener("fe");
        answer("begin", ok());
        answer("load", ok());
        answer("prepare", ok());
        answer("commit", ok());
        answer("rollback", ok());
        answer("_cancel", new Answer.Json("{\"status\":\"OK\",\"msg\":\"Success\"}"));
        answer("get_load_state", state("UNKNOWN"));
        frontEnd.start();
        backEnd.start();
    }

    static Answer ok() {
        return new Answer.Json("{\"Status\":\"OK\",\"Message\":\"\",\"TxnId\":7}");
    }

    static Answer status(String status, String message) {
        return new Answer.Json("{\"Status\":\"" + status + "\",\"Message\":\"" + message + "\"}");
    }

    static Answer state(String state) {
        return new Answer.Json("{\"state\":\"" + state + "\",\"status\":\"OK\",\"msg\":\"Success\"}");
    }

    static Answer aborted(String reason) {
        return new Answer.Json("{\"state\":\"ABORTED\",\"reason\":\"" + reason + "\",\"status\":\"OK\"}");
    }

    /** Answers in turn; the last one for ever. */
    void answer(String operation, Answer... answers) {
        List<Function<Request, Answer>> list = new CopyOnWriteArrayList<>();
        for (Answer answer : answers) {
            list.add(request -> answer);
        }
        scripts.put(operation, list);
    }

    String frontEnd() {
        return "127.0.0.1:" + frontEnd.socket.getLocalPort();
    }

    String backEnd() {
        return "127.0.0.1:" + backEnd.socket.getLocalPort();
    }

    Cluster.Builder cluster() {
        return Cluster.builder().frontEnd(frontEnd()).account("root", Secret.of("s3cret"));
    }

    /** The operations that servers were asked, with the server: {@code fe:begin be:begin ...}. */
    List<String> trace() {
        List<String> trace = new ArrayList<>();
        for (Request request : requests) {
            trace.add(request.server() + ":" + request.operation());
        }
        return trace;
    }

    Request last(String server, String operation) {
        for (int i = requests.size() - 1; i >= 0; i--) {
            Request request = requests.get(i);
            if (request.server().equals(server) && request.operation().equals(operation)) {
                return request;
            }
        }
        throw new AssertionError("no " + operation + " at " + server + " among " + trace());
    }

    @Override
    public void close() throws IOException {
        frontEnd.close();
        backEnd.close();
    }

    private Answer next(Request request) {
        List<Function<Request, Answer>> script = scripts.get(request.operation());
        if (script == null) {
            return new Answer.Http(404, "<html>not found</html>");
        }
        Function<Request, Answer> answer = script.size() > 1 ? script.remove(0) : script.get(0);
        return answer.apply(request);
    }

    private final class Listener implements Closeable {
        private final String name;
        private final ServerSocket socket;
        private final List<Socket> open = new CopyOnWriteArrayList<>();

        Listener(String name) throws IOException {
            this.name = name;
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        }

        void start() {
            thread(this::accept);
        }

        private void accept() {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    open.add(client);
                    thread(() -> serve(client));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void serve(Socket client) {
            try (client) {
                while (one(client)) {
                    // keep-alive
                }
            } catch (IOException e) {
                // the client went away
            }
        }

        private boolean one(Socket client) throws IOException {
            InputStream in = client.getInputStream();
            byte[] head = head(in);
            if (head.length == 0) {
                return false;
            }
            String[] lines = new String(head, StandardCharsets.UTF_8).split("\r\n");
            Map<String, String> headers = new TreeMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).trim());
            }
            boolean expects = headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue");
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            byte[] body = new byte[0];
            boolean front = name.equals("fe");
            if (!front && expects) {
                client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                client.getOutputStream().flush();
            }
            if (!front || !expects) {
                body = in.readNBytes(length);
                if (body.length < length) {
                    throw new EOFException();
                }
            }
            Request request = new Request(name, lines[0], headers, head, body);
            requests.add(request);
            String operation = request.operation();
            boolean redirected = front && List.of("begin", "load", "prepare").contains(operation);
            if (front && expects) {
                // as netty does: the body, if the client sends it after all, is skipped with the connection
                reply(client, next(request, redirected), true);
                return false;
            }
            return reply(client, next(request, redirected), false);
        }

        private Answer next(Request request, boolean redirected) {
            if (redirected) {
                List<Function<Request, Answer>> script = scripts.get("fe:" + request.operation());
                if (script != null && !script.isEmpty()) {
                    return script.remove(0).apply(request);
                }
                return new Answer.Redirect(
                        "http://" + backEnd() + request.line().split(" ")[1]);
            }
            return ScriptedCluster.this.next(request);
        }

        private boolean reply(Socket client, Answer answer, boolean close) throws IOException {
            if (answer instanceof Answer.Drop) {
                return false;
            }
            int status = 200;
            String text = "";
            String more = close ? "connection: close\r\n" : "";
            if (answer instanceof Answer.Json json) {
                text = json.text();
            } else if (answer instanceof Answer.Http http) {
                status = http.status();
                text = http.text();
            } else if (answer instanceof Answer.Redirect redirect) {
                status = 307;
                more += "location: " + redirect.location() + "\r\n";
            }
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            String head = "HTTP/1.1 " + status + " x\r\n" + more + "content-length: " + body.length + "\r\n\r\n";
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(head.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(body);
            client.getOutputStream().write(all.toByteArray());
            client.getOutputStream().flush();
            return !close;
        }

        private byte[] head(InputStream in) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int state = 0;
            while (state < 4) {
                int b = in.read();
                if (b < 0) {
                    return new byte[0];
                }
                bytes.write(b);
                state = b == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : (b == '\r' ? 1 : 0);
            }
            return bytes.toByteArray();
        }

        private void thread(Runnable work) {
            Thread thread = new Thread(work, "scripted-" + name);
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            socket.close();
            for (Socket client : open) {
                client.close();
            }
        }
    }
}
