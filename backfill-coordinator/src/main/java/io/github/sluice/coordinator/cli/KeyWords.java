package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.keys.KeyBudget.Limit;
import io.github.sluice.coordinator.keys.KeyBudget.Share;
import io.github.sluice.coordinator.run.KeyWarning;

/** What is said of keys, in the operator's language. */
final class KeyWords {
    private KeyWords() {}

    static String of(KeyWarning warning) {
        Share share = warning.share();
        if (share.percent().isEmpty()) {
            return Messages.system().of("keys.ageUnknown", warning.keyId(), share.mostText(), warning.remedy());
        }
        return Messages.system()
                .of(
                        "keys.near",
                        warning.keyId(),
                        Long.toString(share.percent().getAsLong()),
                        of(share.limit()),
                        share.usedText(),
                        share.mostText(),
                        warning.remedy());
    }

    static String of(Limit limit) {
        return Messages.system().of("keys.limit." + limit.name());
    }
}
