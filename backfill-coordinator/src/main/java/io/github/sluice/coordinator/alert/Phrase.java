package io.github.sluice.coordinator.alert;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to say, by its key among the messages, so that it can be said in each language. Immutable.
 *
 * @param arguments in the order of the message's places
 */
public record Phrase(String key, List<String> arguments) {
    public Phrase {
        arguments = List.copyOf(arguments);
    }

    /** The phrase with its arguments as text. */
    public static Phrase of(String key, @Nullable Object... arguments) {
        return new Phrase(key, Arrays.stream(arguments).map(String::valueOf).toList());
    }
}
