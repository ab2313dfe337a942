package io.github.sluice.coordinator.freshness;

import io.github.sluice.coordinator.Failure;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What came of a question: a value, a fault, or neither where this half has nobody to ask. Immutable if the value is.
 *
 * @param value null unless it was answered
 * @param fault why there was no answer; empty if there was one, or nobody to ask
 */
record Answer<T>(@Nullable T value, String fault) {
    static <T> Answer<T> none() {
        return new Answer<>(null, "");
    }

    /** Asks; a failure is an answer too. */
    static <T> Answer<T> to(Supplier<T> question) {
        try {
            return new Answer<>(question.get(), "");
        } catch (Failure e) {
            return new Answer<>(null, e.getMessage());
        }
    }

    boolean failed() {
        return !fault.isEmpty();
    }
}
