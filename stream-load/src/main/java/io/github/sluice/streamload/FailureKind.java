package io.github.sluice.streamload;

import java.util.Locale;

/**
 * What the caller of a failed step should do, read from Status and Message (starrocks.md 3.4, 4.4, 6.2). What is not
 * recognised is taken for passing trouble: it is tried again a bounded number of times and then shown to a person.
 */
enum FailureKind {
    /** Find the row. */
    ROWS,
    /** A person changes table, columns, privileges or properties. */
    SETTINGS,
    /** Try again. */
    TRANSIENT;

    private static final String[] ROW_TEXTS = {
        "too many filtered rows", "primary key size exceed the limit", "parse error",
    };

    private static final String[] SETTINGS_TEXTS = {
        "access denied",
        "no valid basic authorization",
        "need auth information",
        "unknown database",
        "unknown table",
        "getting analyzing error",
        "getting syntax error",
        "label format error",
        "unknown data format",
        "column has no default value",
        "mapping column is not in table",
        "partial update",
        "partial_update",
        "merge condition",
        "delete with condition column",
        "conditional update",
        "unsupported compression",
        "load op type string not supported",
        "invalid json path",
        "invalid strict mode",
        "invalid timeout",
        "unknown or incorrect time zone",
        "unknown partition",
        "load request not equal last",
        "exceed the max size",
        "exceed limit",
        "no database selected",
    };

    static FailureKind of(String status, String message) {
        String text = message.toLowerCase(Locale.ROOT);
        if (status.equals("DATA_QUALITY_ERROR") || containsAny(text, ROW_TEXTS)) {
            return ROWS;
        }
        boolean doesNotExist = text.contains("database[") && text.contains("does not exist");
        if (status.equals("UNAUTHORIZED")
                || status.equals("ANALYSIS_ERROR")
                || status.equals("INVALID_ARGUMENT")
                || doesNotExist
                || containsAny(text, SETTINGS_TEXTS)) {
            return SETTINGS;
        }
        return TRANSIENT;
    }

    private static boolean containsAny(String text, String[] parts) {
        for (String part : parts) {
            if (text.contains(part)) {
                return true;
            }
        }
        return false;
    }
}
