package io.github.sluice.testbed.starrocks.ddl;

import io.github.sluice.testbed.starrocks.catalog.DefaultValue;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import io.github.sluice.testbed.starrocks.sql.Token;
import io.github.sluice.testbed.starrocks.sql.TokenCursor;
import io.github.sluice.testbed.starrocks.sql.TypeParser;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses one column of 10.1, whose parts have a fixed order, and the types of 10.2. */
final class ColumnParser {
    private static final Set<String> AGGREGATES =
            Set.of("sum", "max", "min", "replace", "replace_if_not_null", "hll_union", "bitmap_union");

    private ColumnParser() {}

    static ColumnSyntax parse(TokenCursor cursor) {
        String name = cursor.identifier();
        StarRocksType type = TypeParser.parse(cursor, name);
        charset(cursor);
        if (cursor.peek().is("key")) {
            throw SqlError.notInStandIn("KEY beside a column; write PRIMARY KEY(...) after the column list");
        }
        if (cursor.peek().kind() == Token.Kind.WORD
                && AGGREGATES.contains(cursor.peek().text().toLowerCase(Locale.ROOT))) {
            throw SqlError.notInStandIn("aggregate columns");
        }
        Boolean nullable = nullability(cursor);
        DefaultValue defaultValue = DefaultValue.NONE;
        boolean autoIncrement = false;
        if (cursor.accept("default")) {
            defaultValue = defaultValue(cursor);
        } else if (cursor.accept("auto_increment")) {
            autoIncrement = true;
        } else if (cursor.peek().is("as")) {
            throw SqlError.notInStandIn("generated columns");
        }
        String comment = cursor.accept("comment") ? cursor.string() : "";
        return new ColumnSyntax(name, type, nullable, defaultValue, autoIncrement, comment);
    }

    private static @Nullable Boolean nullability(TokenCursor cursor) {
        if (cursor.accept("not")) {
            cursor.expect("null");
            return Boolean.FALSE;
        }
        return cursor.accept("null") ? Boolean.TRUE : null;
    }

    private static DefaultValue defaultValue(TokenCursor cursor) {
        if (cursor.accept("null")) {
            return DefaultValue.NULL;
        }
        if (cursor.accept("current_timestamp")) {
            if (cursor.acceptSymbol("(")) {
                if (cursor.peek().kind() == Token.Kind.INTEGER) {
                    cursor.integer();
                }
                cursor.expectSymbol(")");
            }
            return DefaultValue.CURRENT_TIMESTAMP;
        }
        return DefaultValue.of(cursor.string());
    }

    /** Takes {@code [CHARSET [=] utf8]} and returns its name, null without. */
    static @Nullable String charset(TokenCursor cursor) {
        if (!cursor.accept("charset")) {
            if (!cursor.acceptAll("char", "set") && !cursor.acceptAll("character", "set")) {
                return null;
            }
        }
        cursor.acceptSymbol("=");
        String name = cursor.peek().kind() == Token.Kind.STRING ? cursor.string() : cursor.identifier();
        if (!name.equalsIgnoreCase("utf8")) {
            throw SqlError.analyzing("Unknown charset name: " + name);
        }
        return name;
    }
}
