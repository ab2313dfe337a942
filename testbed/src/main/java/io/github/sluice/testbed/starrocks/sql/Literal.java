package io.github.sluice.testbed.starrocks.sql;

import java.math.BigDecimal;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The value of a {@code ?}. Immutable. */
public final class Literal {
    private final Expr expr;

    private Literal(Expr expr) {
        this.expr = expr;
    }

    /** From a text; null = NULL. */
    public static Literal of(@Nullable String text) {
        return new Literal(text == null ? new Expr.Null() : new Expr.Text(text));
    }

    /** From an exact number. */
    public static Literal of(BigDecimal number) {
        return new Literal(new Expr.Number(number, false));
    }

    /** From a floating number; must be finite. */
    public static Literal of(double number) {
        return new Literal(new Expr.Number(new BigDecimal(Double.toString(number)), true));
    }

    /** From raw bytes. */
    public static Literal of(byte[] bytes) {
        return new Literal(new Expr.Binary16(HexFormat.of().formatHex(bytes)));
    }

    Expr expr() {
        return expr;
    }
}
