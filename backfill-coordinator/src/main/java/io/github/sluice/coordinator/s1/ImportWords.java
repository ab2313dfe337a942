package io.github.sluice.coordinator.s1;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What an import says to people, in English or simplified Chinese. Immutable and thread-safe. */
public final class ImportWords {
    private final ResourceBundle bundle;

    /** @param locale Chinese, or any other for English */
    public ImportWords(Locale locale) {
        bundle = ResourceBundle.getBundle(
                "sluice-import-s1",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** What is wrong. */
    public String title(KnownFault fault) {
        return bundle.getString("fault." + fault.number());
    }

    /** What Sluice does in its place. */
    public String instead(KnownFault fault) {
        return bundle.getString("instead." + fault.number());
    }

    /** A sentence. */
    public String of(Note note) {
        return of(note.key(), note.arguments().toArray());
    }

    /** A sentence by its key. */
    public String of(String key, Object... arguments) {
        return arguments.length == 0 ? bundle.getString(key) : MessageFormat.format(bundle.getString(key), arguments);
    }
}
