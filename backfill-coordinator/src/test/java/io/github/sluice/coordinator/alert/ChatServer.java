package io.github.sluice.coordinator.alert;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A chat tool's address: keeps what it is sent, and answers as it is told to, else with DingTalk's success. */
public final class ChatServer implements AutoCloseable {
    /** One request. */
    public record Asked(String method, String uri, String contentType, String body) {}

    /** One answer. */
    public record Answer(int status, String body) {}

    private static final Answer TAKEN = new Answer(200, "{\"errcode\":0,\"errmsg\":\"ok\",\"code\":0}");

    /** What it was sent, in that order. */
    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    /** What it answers next. */
    public final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    private final HttpServer server;

    /** Listens on a free port. */
    public ChatServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    body));
            Answer answer = answers.isEmpty() ? TAKEN : answers.remove();
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
    }

    /** Its address with a path and query. */
    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** A reference to a secret that is put into a file of the folder. */
    public static String reference(Path folder, String name, String secret) throws IOException {
        return "file:" + Files.writeString(folder.resolve(name), secret + "\n").toAbsolutePath();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
