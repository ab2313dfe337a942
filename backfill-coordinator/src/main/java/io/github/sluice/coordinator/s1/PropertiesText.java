package io.github.sluice.coordinator.s1;

import java.util.ArrayList;
import java.util.List;

/** A properties file with its lines; a name that stands twice has its last value. Immutable. */
record PropertiesText(List<Entry> entries) {
    record Entry(String name, String value, int line) {}

    static PropertiesText of(SourceText text) {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : text.code().split("\n", -1)) {
            number++;
            int equals = line.indexOf('=');
            int end = equals >= 0 ? equals : line.indexOf(':');
            if (end > 0) {
                entries.add(new Entry(
                        line.substring(0, end).trim(), line.substring(end + 1).trim(), number));
            }
        }
        return new PropertiesText(List.copyOf(entries));
    }

    /** The value, empty where there is none. */
    String value(String name) {
        String value = "";
        for (Entry entry : entries) {
            value = entry.name().equals(name) ? entry.value() : value;
        }
        return value;
    }

    /** The line, 0 where the name does not stand. */
    int line(String name) {
        int line = 0;
        for (Entry entry : entries) {
            line = entry.name().equals(name) ? entry.line() : line;
        }
        return line;
    }

    boolean has(String name) {
        return line(name) > 0;
    }
}
