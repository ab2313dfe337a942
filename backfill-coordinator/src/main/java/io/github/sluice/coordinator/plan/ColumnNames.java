package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.settings.SluiceSettings.ColumnNaming;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.util.Locale;

/** The naming rule of columns: {@code userID}, {@code USER_NAME} and {@code XMLHttp} all become snake case. */
public final class ColumnNames {
    private ColumnNames() {}

    /** What a source column is called in StarRocks, unless the settings name it. */
    public static String target(String source, ColumnNaming naming) {
        return naming == ColumnNaming.AS_IS ? source : snakeCase(source);
    }

    /** The same where the operator may have named the column. */
    public static String target(String source, Table table, ColumnNaming naming) {
        return table.rename().getOrDefault(source, target(source, naming));
    }

    /**
     * An underscore goes where a capital follows a small letter or digit, where the last capital of a run begins a
     * word, and in place of blanks and hyphens; then all is lower case. A name in capitals alone has no words to tell
     * apart, so that only its case changes. Scripts without capitals are left as they are.
     */
    public static String snakeCase(String name) {
        String words = name;
        if (name.codePoints().anyMatch(Character::isLowerCase)) {
            words = name.replaceAll("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})", "_")
                    .replaceAll("(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})", "_");
        }
        return words.replaceAll("[\\s\\u3000-]+", "_").toLowerCase(Locale.ROOT);
    }
}
