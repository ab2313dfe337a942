package io.github.sluice.coordinator.doctor;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A fact, or why it could not be seen: one refused question must not hide the answers to the others. Immutable.
 *
 * @param value null where it could not be seen
 * @param trouble why not; empty where it was seen
 */
record Seen<T>(@Nullable T value, String trouble) {
    /** Asks something that may be refused. */
    interface Question<T> {
        T ask() throws Exception;
    }

    static <T> Seen<T> of(T value) {
        return new Seen<>(value, "");
    }

    static <T> Seen<T> not(String trouble) {
        return new Seen<>(null, trouble);
    }

    /** An interrupt is kept for the caller. */
    static <T> Seen<T> by(Question<T> question) {
        try {
            return of(question.ask());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return not("interrupted");
        } catch (Exception e) {
            return not(text(e));
        }
    }

    /** The innermost message, on one line. */
    static String text(Throwable thrown) {
        Throwable inner = thrown;
        while (inner.getCause() != null && !(inner instanceof io.github.sluice.coordinator.Failure)) {
            inner = inner.getCause();
        }
        String message = inner.getMessage();
        return (message == null || message.isBlank() ? inner.getClass().getSimpleName() : message)
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Decides by the value; what was not seen is not judged. */
    Judgement judge(Function<T, Judgement> judge) {
        return value == null ? Judgement.skipped("unseen", trouble) : judge.apply(value);
    }
}
