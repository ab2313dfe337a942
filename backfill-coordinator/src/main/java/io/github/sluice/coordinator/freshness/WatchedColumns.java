package io.github.sluice.coordinator.freshness;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.Problems;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the list of tables and columns, {@code [{"TABLE_NAME":"..","COLUMN_NAME":".."}]} (inventory #114), with {@code
 * THRESHOLD} as the one addition. All faults are reported at once.
 */
public final class WatchedColumns {
    private static final Set<String> KEYS = Set.of("TABLE_NAME", "COLUMN_NAME", "THRESHOLD");

    private WatchedColumns() {}

    /**
     * Reads the file, UTF-8 with or without a byte order mark.
     *
     * @throws Failure with {@link ExitCode#USAGE} when it cannot be read or anything in it is wrong
     */
    public static List<WatchedColumn> read(Path file) {
        Object document;
        try {
            String text = Files.readString(file);
            document = Json.parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + ": cannot be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, file + ": " + e.getMessage(), e);
        }
        if (!(document instanceof List<?> list) || list.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    file + ": must be a list of {\"TABLE_NAME\": ..., \"COLUMN_NAME\": ...}, with at least one");
        }
        Problems problems = new Problems();
        List<WatchedColumn> columns = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            columns.add(column("[" + i + "]", list.get(i), problems));
        }
        problems.throwIfAny(file.toString());
        return columns;
    }

    private static WatchedColumn column(String at, @Nullable Object element, Problems problems) {
        if (!(element instanceof Map<?, ?> map)) {
            problems.add(at, "must be an object with TABLE_NAME and COLUMN_NAME", element);
            return new WatchedColumn("", null, "", "", null);
        }
        for (Object key : map.keySet()) {
            if (!KEYS.contains(String.valueOf(key))) {
                problems.add(at + "." + key, "is not a known key; known here: TABLE_NAME, COLUMN_NAME, THRESHOLD");
            }
        }
        String written = text(at, map, "TABLE_NAME", problems);
        int dot = written.indexOf('.');
        Duration threshold = null;
        if (map.get("THRESHOLD") != null) {
            try {
                threshold = threshold(String.valueOf(map.get("THRESHOLD")));
            } catch (IllegalArgumentException e) {
                problems.add(at + ".THRESHOLD", String.valueOf(e.getMessage()));
            }
        }
        return new WatchedColumn(
                written,
                dot < 0 ? null : bare(written.substring(0, dot)),
                bare(written.substring(dot + 1)),
                bare(text(at, map, "COLUMN_NAME", problems)),
                threshold);
    }

    private static String text(String at, Map<?, ?> map, String key, Problems problems) {
        Object value = map.get(key);
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        if (value == null) {
            problems.add(at + "." + key, "is required");
        } else {
            problems.add(at + "." + key, "must be a name", value);
        }
        return "";
    }

    /** Names went into SQL as they are before; whoever had to quote one did so in the file. */
    private static String bare(String name) {
        return name.length() > 2 && name.startsWith("`") && name.endsWith("`")
                ? name.substring(1, name.length() - 1).replace("``", "`")
                : name;
    }

    /**
     * A time such as {@code 90s}, {@code 5m}, {@code 12h} or {@code 2d}.
     *
     * @throws IllegalArgumentException if it is none; the message says the rule
     */
    public static Duration threshold(String text) {
        if (!text.matches("[1-9]\\d{0,5}[smhd]")) {
            throw new IllegalArgumentException("must be a time such as 90s, 5m, 12h or 2d, found '" + text + "'");
        }
        String upper = text.toUpperCase(Locale.ROOT);
        return Duration.parse(upper.endsWith("D") ? "P" + upper : "PT" + upper);
    }
}
