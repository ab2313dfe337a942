package io.github.sluice.testbed.starrocks.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Header fields in the order in which they came; names compare without case. Values were decoded as UTF-8, because
 * curl sends raw UTF-8 bytes and StarRocks takes them as such.
 */
public final class HttpHeaders {
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    /** Adds one field after those already there. */
    HttpHeaders add(String name, String value) {
        names.add(name);
        values.add(value);
        return this;
    }

    /** The first value under this name, or null when there is none. */
    public @Nullable String get(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return values.get(i);
            }
        }
        return null;
    }

    /** The first value under this name, or the empty text: StarRocks treats an empty header as an absent one. */
    public String text(String name) {
        String value = get(name);
        return value == null ? "" : value;
    }

    /** True when a field of this name lists the given token, for example {@code Connection: close}. */
    boolean lists(String name, String token) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                for (String part : values.get(i).split(",", -1)) {
                    if (part.trim().equalsIgnoreCase(token)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Writes every field as {@code name: value} lines. */
    void appendTo(StringBuilder head) {
        for (int i = 0; i < names.size(); i++) {
            head.append(names.get(i)).append(": ").append(values.get(i)).append("\r\n");
        }
    }

    /** All names in lower case, in order of arrival, repeated names repeated. */
    public List<String> names() {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }
}
