package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.settings.SluiceSettings.ColumnNaming;
import java.util.Locale;

/** The naming rule of columns: {@code userID}, {@code USER_NAME} and {@code XMLHttp} all become snake case. */
final class ColumnNames {
    private ColumnNames() {}

    static String target(String source, ColumnNaming naming) {
        return naming == ColumnNaming.AS_IS ? source : snakeCase(source);
    }

    /**
     * An underscore goes where a capital follows a small letter or digit, and where the last capital of a run begins a
     * word; then all is lower case. A name in capitals alone stays one word.
     */
    static String snakeCase(String name) {
        String words =
                name.replaceAll("([\\p{Ll}\\d])(\\p{Lu})", "$1_$2").replaceAll("(\\p{Lu})(\\p{Lu}\\p{Ll})", "$1_$2");
        return words.toLowerCase(Locale.ROOT);
    }
}
