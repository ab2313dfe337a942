package io.github.sluice.coordinator.s1;

import java.util.List;

/**
 * Something to say of an import, said by {@link ImportWords} in the operator's language. Immutable.
 *
 * @param key of the sentence
 * @param arguments what it names; no secrets
 */
public record Note(String key, List<String> arguments) {
    static Note of(String key, String... arguments) {
        return new Note(key, List.of(arguments));
    }
}
