package io.github.sluice.testbed.starrocks.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The error logs that a backend serves under {@code /api/_load_error_log}; the newest are kept. Thread-safe. */
final class ErrorLogs {
    private static final int KEPT = 1000;
    /** Lines per log, as in StarRocks. */
    static final int MAX_LINES = 50;

    private final Map<String, Log> byFile = new LinkedHashMap<>();

    /** One load's log. Used by the load's thread. */
    static final class Log {
        private final List<String> lines = new ArrayList<>();

        boolean isFull() {
            return lines.size() >= MAX_LINES;
        }

        void add(String reason, String row) {
            if (!isFull()) {
                lines.add("Error: " + reason + ". Row: " + row + "\n");
            }
        }

        boolean isEmpty() {
            return lines.isEmpty();
        }
    }

    /** Keeps a log and returns the file name under which it is served. */
    synchronized String publish(Log log) {
        String file = "error_log_" + UUID.randomUUID().toString().replace("-", "");
        byFile.put(file, log);
        if (byFile.size() > KEPT) {
            byFile.remove(byFile.keySet().iterator().next());
        }
        return file;
    }

    /** The text of a log; null when there is none of that name. */
    synchronized @Nullable String read(String file) {
        Log log = byFile.get(file);
        return log == null ? null : String.join("", log.lines);
    }
}
