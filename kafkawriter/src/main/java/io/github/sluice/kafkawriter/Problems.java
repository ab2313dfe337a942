package io.github.sluice.kafkawriter;

import java.util.ArrayList;
import java.util.List;

/**
 * All that is wrong with the settings, gathered so that a user corrects them in one go. Each entry names the parameter, the
 * rule and what was found; secret values are never among them. One thread.
 */
final class Problems {
    private final List<String> texts = new ArrayList<>();
    private boolean onlyTheKey = true;

    /** @param found shown to the user; pass only values of parameters that hold no secret */
    void add(String parameter, String rule, Object found) {
        add(parameter, rule + ", found '" + found + "'");
    }

    void add(String parameter, String rule) {
        onlyTheKey = false;
        texts.add(parameter + ": " + rule);
    }

    /** A fault of the encryption key alone, which has its own code because its remedy is elsewhere. */
    void addKeyFault(String rule) {
        texts.add(Key.ENCRYPTION_KEY + ": " + rule);
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    void throwIfAny() {
        if (!texts.isEmpty()) {
            KafkaWriterErrorCode code =
                    onlyTheKey ? KafkaWriterErrorCode.ENCRYPTION_KEY : KafkaWriterErrorCode.SETTINGS;
            throw code.failure(String.join("; ", texts));
        }
    }
}
