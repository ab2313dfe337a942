package io.github.sluice.testbed.starrocks.catalog;

import org.jspecify.annotations.Nullable;

/** A column's DEFAULT clause. {@code literal} is the quoted text of {@link Kind#LITERAL}, null for the others. */
public record DefaultValue(Kind kind, @Nullable String literal) {
    /** Which clause was written. */
    public enum Kind {
        /** no clause: NULL for a nullable column, "no default value" for the others */
        NONE,
        /** {@code DEFAULT NULL} */
        NULL,
        /** {@code DEFAULT "text"} */
        LITERAL,
        /** {@code DEFAULT CURRENT_TIMESTAMP} */
        CURRENT_TIMESTAMP
    }

    public static final DefaultValue NONE = new DefaultValue(Kind.NONE, null);
    public static final DefaultValue NULL = new DefaultValue(Kind.NULL, null);
    public static final DefaultValue CURRENT_TIMESTAMP = new DefaultValue(Kind.CURRENT_TIMESTAMP, null);

    /** {@code DEFAULT "text"}. */
    public static DefaultValue of(String text) {
        return new DefaultValue(Kind.LITERAL, text);
    }
}
