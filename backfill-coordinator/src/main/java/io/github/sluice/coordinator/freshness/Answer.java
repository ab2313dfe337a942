package io.github.sluice.coordinator.freshness;

import io.github.sluice.coordinator.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Asks all, by name; one that gives no answer leaves none, and each that gives none is named with its fault. */
    static <T> Answer<Map<String, T>> toAll(Map<String, Supplier<T>> questions) {
        Map<String, T> values = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        questions.forEach((name, question) -> {
            Answer<T> answer = to(question);
            T value = answer.value();
            if (value == null) {
                faults.add((questions.size() > 1 ? name + ": " : "") + answer.fault());
            } else {
                values.put(name, value);
            }
        });
        return faults.isEmpty() ? new Answer<>(values, "") : new Answer<>(null, String.join("; ", faults));
    }

    boolean failed() {
        return !fault.isEmpty();
    }
}
