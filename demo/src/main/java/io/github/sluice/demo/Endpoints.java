package io.github.sluice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * {@code endpoints.json}: where each server of the demonstration listens, its process, its folders,
 * and references to its credentials. Never a secret.
 */
final class Endpoints {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final ObjectNode root;

    private Endpoints(ObjectNode root) {
        this.root = root;
    }

    static Endpoints create() {
        return new Endpoints(JSON.createObjectNode());
    }

    /**
     * Reads a file that {@link #write} wrote.
     *
     * @throws IOException when it is not there or no JSON object
     */
    static Endpoints read(Path file) throws IOException {
        JsonNode node = JSON.readTree(Files.readString(file));
        if (!(node instanceof ObjectNode object)) {
            throw new IOException(file + ": is not a JSON object");
        }
        return new Endpoints(object);
    }

    /** The server's entry, made when it is not there. */
    ObjectNode server(String name) {
        return root.withObjectProperty(name);
    }

    /** Whether there is an entry. */
    boolean has(String server) {
        return root.has(server);
    }

    /** Takes over the entries of another. */
    void add(Endpoints other) {
        root.setAll(other.root);
    }

    /** A text of a server's entry. */
    String text(String server, String field) {
        JsonNode value = root.path(server).path(field);
        if (!value.isValueNode()) {
            throw new IllegalStateException("endpoints: " + server + "." + field + " is missing");
        }
        return value.asText();
    }

    /** By atomic rename: a reader sees all of it or nothing. */
    void write(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, JSON.writeValueAsString(root) + "\n");
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
