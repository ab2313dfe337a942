package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.util.Configuration;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a job knows about itself in place of {@code ${name}} in its topics and headers: {@code database} and
 * {@code table} (of a reader that reads one), {@code runId} and {@code attempt} (where given), {@code date} (of the job's
 * start, {@code yyyyMMdd}). Done once per job and not per row: a manifest is the account of one topic, and a row does not
 * tell which table it is from. Stateless.
 */
final class JobValues {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern DATABASE = Pattern.compile("jdbc:[^:]+://[^/]+/([^?;/]+).*");

    private JobValues() {}

    /**
     * @param own the writer's parameters; not changed
     * @param reader the reader's parameters; null where the framework gives none
     * @return a copy with every known name replaced; unknown ones stay and are reported by the settings
     */
    static Configuration resolve(Configuration own, @Nullable Configuration reader, Clock clock) {
        Map<String, String> values = new LinkedHashMap<>();
        source(reader, values);
        values.put("date", LocalDate.now(clock).format(DateTimeFormatter.BASIC_ISO_DATE));
        for (String name : new String[] {Key.RUN_ID, Key.ATTEMPT}) {
            Object value = own.get(name);
            if (value != null) {
                values.put(name, String.valueOf(value));
            }
        }
        Configuration resolved = own.clone();
        for (String name : new String[] {Key.TOPIC, Key.HEADERS, Key.DEAD_LETTER}) {
            Object value = own.get(name);
            if (value != null) {
                resolved.set(name, replaced(value, values));
            }
        }
        if (values.containsKey("database") && values.containsKey("table")) {
            resolved.set(Key.SOURCE_TABLE, values.get("database") + "." + values.get("table"));
        }
        return resolved;
    }

    /** The first name in a text that nothing has replaced; null if there is none. */
    static @Nullable String unresolved(String text) {
        Matcher place = PLACE.matcher(text);
        return place.find() ? place.group() : null;
    }

    static String rule(String unresolved) {
        return unresolved + " has no value: there are ${date}, ${runId} and ${attempt} where they are given, and"
                + " ${database} and ${table} where the reader's connection names one of each";
    }

    private static Object replaced(Object value, Map<String, String> values) {
        if (value instanceof String) {
            Matcher place = PLACE.matcher((String) value);
            StringBuffer text = new StringBuffer();
            while (place.find()) {
                String known = values.get(place.group(1));
                place.appendReplacement(text, Matcher.quoteReplacement(known == null ? place.group() : known));
            }
            return place.appendTail(text).toString();
        }
        if (value instanceof Map) {
            Map<Object, Object> map = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((name, each) -> map.put(name, each == null ? null : replaced(each, values)));
            return map;
        }
        return value;
    }

    private static void source(@Nullable Configuration reader, Map<String, String> values) {
        Object connections = reader == null ? null : reader.get("connection");
        Object connection = connections instanceof List ? only((List<?>) connections) : connections;
        if (!(connection instanceof Map)) {
            return;
        }
        Object table = ((Map<?, ?>) connection).get("table");
        Object name = table instanceof List ? only((List<?>) table) : table;
        if (name instanceof String) {
            values.put("table", ((String) name).replace("`", ""));
        }
        Object url = ((Map<?, ?>) connection).get("jdbcUrl");
        // several addresses of one connection are alternatives: the same database on other hosts
        Object first = url instanceof List && !((List<?>) url).isEmpty() ? ((List<?>) url).get(0) : url;
        Matcher database = DATABASE.matcher(String.valueOf(first));
        if (database.matches()) {
            values.put("database", database.group(1));
        }
    }

    private static @Nullable Object only(List<?> list) {
        return list.size() == 1 ? list.get(0) : null;
    }
}
