package io.github.sluice.coordinator.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON file of {@code job-templates}, filled in as data rather than as text: a value that is exactly {@code ${name}}
 * is replaced by the value of that name, of whatever type, so that nothing needs escaping and nothing can break out.
 */
final class Template {
    /** In place of a value: the key is left out. */
    static final Object ABSENT = new Object();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Object document;

    private Template(String name, Object document) {
        this.name = name;
        this.document = document;
    }

    /** Loads a template by its path below {@code templates/}. */
    static Template load(String name) {
        try (InputStream in = Template.class.getResourceAsStream("/sluice/templates/" + name)) {
            if (in == null) {
                throw new IllegalStateException("template " + name + " is not on the class path");
            }
            return new Template(name, JSON.readValue(in, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /**
     * The document with every placeholder replaced.
     *
     * @throws IllegalStateException if the template has a placeholder without a value, or a value has no placeholder
     */
    Map<String, @Nullable Object> fill(Map<String, Object> values) {
        Map<String, @Nullable Object> filled = new LinkedHashMap<>();
        if (fillDocument(values) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> filled.put(String.valueOf(key), value));
        }
        return filled;
    }

    /** The same for a document of any form. */
    @Nullable
    Object fillDocument(Map<String, Object> values) {
        List<String> used = new ArrayList<>();
        Object filled = replace(document, values, used);
        for (String value : values.keySet()) {
            if (!used.contains(value)) {
                throw new IllegalStateException("template " + name + " has no placeholder ${" + value + "}");
            }
        }
        return filled;
    }

    private @Nullable Object replace(@Nullable Object node, Map<String, Object> values, List<String> used) {
        if (node instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> {
                Object replaced = replace(value, values, used);
                if (replaced != ABSENT) {
                    copy.put(String.valueOf(key), replaced);
                }
            });
            return copy;
        }
        if (node instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            for (Object element : list) {
                copy.add(replace(element, values, used));
            }
            return copy;
        }
        if (node instanceof String text && text.matches("\\$\\{\\w+}")) {
            String placeholder = text.substring(2, text.length() - 1);
            Object value = values.get(placeholder);
            if (value == null) {
                throw new IllegalStateException("template " + name + ": no value for " + text);
            }
            used.add(placeholder);
            return value;
        }
        return node;
    }

    /** Pretty JSON with a final newline, the same bytes on every system. */
    static String print(@Nullable Object document) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return JSON.writer(printer).writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
