package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeText;
import java.util.Locale;
import java.util.Set;

/** Parses the types of 10.2. */
public final class TypeParser {
    /** Types that StarRocks has and the stand-in does not keep. */
    private static final Set<String> NOT_KEPT = Set.of("array", "map", "struct", "bitmap", "hll", "percentile");

    private TypeParser() {}

    /**
     * Parses a type.
     *
     * @param column for messages
     */
    public static StarRocksType parse(TokenCursor cursor, String column) {
        Token word = cursor.peek();
        String name = word.text().toLowerCase(Locale.ROOT);
        if (word.kind() != Token.Kind.WORD) {
            throw cursor.unexpected("a type");
        }
        if (NOT_KEPT.contains(name)) {
            throw SqlError.notInStandIn("columns of type " + name.toUpperCase(Locale.ROOT) + " (" + column + ")");
        }
        if (name.equals("time")) {
            throw SqlError.analyzing("Type:TIME of column:" + column + " does not support.");
        }
        if (!known(name, null)) {
            throw cursor.unexpected("a type");
        }
        cursor.next();
        Integer first = null;
        Integer second = null;
        if (cursor.peek().isSymbol("(")) {
            if (!known(name, 1)) {
                throw cursor.unexpected("',', ')'");
            }
            cursor.next();
            first = cursor.integer();
            if (cursor.peek().isSymbol(",") && takesScale(name)) {
                cursor.next();
                second = cursor.integer();
            }
            cursor.expectSymbol(")");
        }
        try {
            return TypeText.build(name, first, second);
        } catch (IllegalArgumentException e) {
            throw SqlError.analyzing(e.getMessage() + ".");
        }
    }

    private static boolean known(String name, @org.jspecify.annotations.Nullable Integer length) {
        try {
            TypeText.build(name, length, null);
            return true;
        } catch (TypeText.NotATypeException e) {
            return false;
        }
    }

    private static boolean takesScale(String name) {
        return name.equals("decimal") || name.equals("numeric") || name.equals("number");
    }
}
