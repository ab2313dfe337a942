package io.github.sluice.coordinator.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** In which line of a YAML text each key stands. Keys have the spelling of {@link Problems}. Immutable. */
final class YamlLines {
    static final YamlLines NONE = new YamlLines(Map.of());

    private final Map<String, Integer> lines;

    private YamlLines(Map<String, Integer> lines) {
        this.lines = lines;
    }

    /**
     * Goes through the text once.
     *
     * @throws IOException if it is not YAML
     */
    static YamlLines of(String yaml) throws IOException {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
            parser.nextToken();
            value("", parser, lines);
        }
        return new YamlLines(lines);
    }

    /** The line of a key, or where it is missing that of the nearest key around it; 0 if there is none. */
    int line(String key) {
        String path = key;
        while (!path.isEmpty()) {
            Integer line = lines.get(path);
            if (line != null) {
                return line;
            }
            path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
        }
        return 0;
    }

    private static void value(String path, JsonParser parser, Map<String, Integer> lines) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = path.isEmpty() ? parser.currentName() : path + "." + parser.currentName();
                element(key, parser, lines);
                parser.nextToken();
                value(key, parser, lines);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            int index = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String key = path + "[" + index++ + "]";
                element(key, parser, lines);
                value(key, parser, lines);
            }
        }
    }

    private static void element(String key, JsonParser parser, Map<String, Integer> lines) {
        lines.putIfAbsent(key, parser.currentTokenLocation().getLineNr());
    }
}
