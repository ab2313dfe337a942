package io.github.sluice.coordinator.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** What operators read, in English or simplified Chinese. Immutable and thread-safe. */
public final class Messages {
    private static volatile Messages current = new Messages(fromEnvironment());

    private final ResourceBundle bundle;

    private Messages(Locale locale) {
        bundle = ResourceBundle.getBundle(
                "sluice-messages",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** Messages in the language chosen by {@code --lang}, else by LC_ALL, LC_MESSAGES or LANG. */
    public static Messages system() {
        return current;
    }

    /**
     * Chooses the language of this process.
     *
     * @param language {@code en} or {@code zh}; null leaves the environment's choice
     */
    static void choose(@Nullable String language) {
        if (language != null) {
            current = new Messages(language.equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT);
        }
    }

    /** The language chosen; the root for English. */
    Locale locale() {
        return bundle.getLocale();
    }

    private static Locale fromEnvironment() {
        for (String variable : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = System.getenv(variable);
            if (value != null && !value.isEmpty()) {
                return value.startsWith("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT;
            }
        }
        return Locale.ROOT;
    }

    public String of(String key, Object... arguments) {
        return arguments.length == 0 ? bundle.getString(key) : MessageFormat.format(bundle.getString(key), arguments);
    }
}
