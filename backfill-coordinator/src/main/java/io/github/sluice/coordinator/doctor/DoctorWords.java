package io.github.sluice.coordinator.doctor;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the doctor says to people, in English or simplified Chinese. Immutable and thread-safe. */
public final class DoctorWords {
    private final ResourceBundle bundle;

    /** @param locale Chinese, or any other for English */
    public DoctorWords(Locale locale) {
        bundle = ResourceBundle.getBundle(
                "sluice-doctor",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** What a check expects. */
    public String expected(String id) {
        return bundle.getString(id + ".expected");
    }

    /** What to do when it does not hold. */
    public String fix(String id) {
        return bundle.getString(id + ".fix");
    }

    /** Why a check was skipped. */
    public String skipped(String reason) {
        return bundle.getString("skipped." + reason);
    }

    /** A sentence or heading by its key. */
    public String of(String key, Object... arguments) {
        return arguments.length == 0 ? bundle.getString(key) : MessageFormat.format(bundle.getString(key), arguments);
    }
}
