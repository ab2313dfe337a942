package io.github.sluice.wire.support;

import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The published vectors, as other modules read them too. */
@SuppressWarnings("unchecked")
public final class Vectors {
    private Vectors() {}

    public static Map<String, Object> read(String name) {
        String path = "/io/github/sluice/wire/vectors/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(path), path)) {
            return (Map<String, Object>)
                    Objects.requireNonNull(Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    public static List<Map<String, Object>> list(Map<String, Object> tree, String key) {
        return (List<Map<String, Object>>) Objects.requireNonNull(tree.get(key), key);
    }

    public static String text(Map<String, Object> tree, String key) {
        return (String) Objects.requireNonNull(tree.get(key), key);
    }
}
