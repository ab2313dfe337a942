package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.settings.SluiceSettings.Mask;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.coordinator.source.SourceColumn;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import org.jspecify.annotations.Nullable;

/**
 * What is selected in place of a column's values. DataX, and every comparison with MySQL, read by the same expression,
 * so the values themselves leave the database nowhere.
 *
 * @param expression SQL
 * @param columnType what the expression gives, as a MySQL type
 * @param charset of its text; null where it gives none
 * @param nullable whether it may give NULL
 */
record MaskedColumn(
        String expression, String columnType, @Nullable String charset, boolean nullable) {
    private static final int SHA256_DIGITS = 64;

    /** @param type of the column, parsed */
    static MaskedColumn of(Mask mask, SourceColumn column, MySqlType type) {
        return switch (mask.kind()) {
            case HASH ->
                new MaskedColumn(
                        "SHA2(" + bytes(column, type) + ", 256)",
                        "varchar(" + SHA256_DIGITS + ")",
                        "ascii",
                        column.nullable());
            case NULL -> new MaskedColumn("NULL", type.columnType(), column.charset(), true);
            case FIXED ->
                new MaskedColumn(
                        MySqlSource.literal(mask.text()),
                        "varchar("
                                + Math.max(
                                        1,
                                        mask.text()
                                                .codePointCount(0, mask.text().length())) + ")",
                        "utf8mb4",
                        column.nullable());
        };
    }

    /** A text is hashed as UTF-8, whatever its character set; a number or date as the text that the wire has. */
    private static String bytes(SourceColumn column, MySqlType type) {
        String name = MySqlSource.quote(column.name());
        return type.kind() == WireKind.BINARY ? name : "CONVERT(" + type.selectExpression(name) + " USING utf8mb4)";
    }
}
