package io.github.sluice.wire.row;

import com.fasterxml.jackson.core.io.NumberInput;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Doubles and their decimal text, the same on every Java. Thread-safe. */
public final class Doubles {
    private Doubles() {}

    /**
     * The fewest digits that read back as this double, written as {@code Double.toString} writes them from Java 19 on; before,
     * it wrote some in more digits than they need.
     */
    public static String text(double finite) {
        return NumberOutput.toString(finite, true);
    }

    /**
     * The nearest double, infinite for what is beyond all.
     *
     * @throws NumberFormatException if the text is no number as Java writes one
     */
    static double parse(String text) {
        return NumberInput.parseDouble(text, true);
    }

    /** The double whose {@link #text} is this very number; null if there is none, because a double would lose digits. */
    static @Nullable Double namedBy(BigDecimal number) {
        double nearest = number.doubleValue();
        boolean named = !Double.isInfinite(nearest) && new BigDecimal(text(nearest)).compareTo(number) == 0;
        return named ? nearest : null;
    }
}
