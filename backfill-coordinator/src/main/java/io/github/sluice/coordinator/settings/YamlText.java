package io.github.sluice.coordinator.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/** Texts as a written {@code sluice.yaml} holds them, whatever is in them. */
public final class YamlText {
    private static final String PLAIN = "[A-Za-z_][A-Za-z0-9_./:-]*[A-Za-z0-9_/-]|[A-Za-z_]";
    private static final String NOT_A_TEXT = "(?i)true|false|yes|no|on|off|null|y|n";
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029\\ufeff]");

    private YamlText() {}

    /** A text as YAML takes it for one, in a block and between brackets; without quotes where it needs none. */
    public static String scalar(String text) {
        return text.matches(PLAIN) && !text.matches(NOT_A_TEXT) ? text : quoted(text);
    }

    /** Between single quotes, where nothing but the quote means something; control characters need the other ones. */
    public static String quoted(String text) {
        if (!CONTROL.matcher(text).find()) {
            return "'" + text.replace("'", "''") + "'";
        }
        StringBuilder escaped = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                escaped.append('\\').append((char) c);
            } else if (c < 0x20 || c > 0x7e) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.append('"').toString();
    }

    /** A text as part of a comment, which ends with its line. */
    public static String comment(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
    }
}
