package io.github.sluice.streamload;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text behind an ErrorURL: at most about 50 entries {@code Error: <reason>. Row: <row>} (starrocks.md 3.6).
 *
 * <p>Reasons quote values, and what we log or put into a dead letter's headers leaves the warehouse's network. So a
 * reason is rebuilt from its known form, and one of an unknown form is withheld; the ErrorURL still leads to it.
 */
final class RowErrorLog {
    private static final String ENTRY = "Error: ";
    private static final String ROW = " Row: ";
    private static final String WITHHELD = "a reason of unknown form, withheld because it may quote values";

    private static final Form[] FORMS = {
        new Form("NULL value in non-nullable column '(?<column>[^']*)'.*", "NULL in NOT NULL column ${column}"),
        new Form(
                "Value '.*' is out of range\\. The type of '(?<column>[^']*)' is (?<type>[A-Z0-9(), ]+).*",
                "value out of range for column ${column} of type ${type}"),
        new Form(
                "Decimal '.*' is out of range\\. The type of '(?<column>[^']*)' is (?<type>[A-Z0-9(), ]+).*",
                "decimal out of range for column ${column} of type ${type}"),
        new Form(
                "String .*\\(length=\\d+\\) is too long\\. The max length of '(?<column>[^']*)' is (?<type>\\d+).*",
                "text too long for column ${column} of at most ${type} bytes"),
        new Form(
                "Value length is beyond the capacity\\. column=(?<column>[^,]*), capacity=(?<type>\\d+).*",
                "value too long for column ${column} of capacity ${type}"),
        new Form("Value is overflow\\. column=(?<column>[^,]*), value=.*", "number too large for column ${column}"),
        new Form(
                "Unable to cast string value to (?<type>[A-Z0-9]+)\\. value=.*, column=(?<column>[^,]*?)\\.?",
                "text that is not ${type} for column ${column}"),
        new Form(
                "Unsupported value type\\. (?<type>[A-Z][a-z]+ type is required)\\. column=(?<column>[^,]*?)\\.?",
                "${type} for column ${column}"),
        new Form(
                "Target column count: (?<column>\\d+) doesn't match source value column count: (?<type>\\d+).*",
                "${type} values for ${column} columns"),
    };

    private RowErrorLog() {}

    static List<RowError> parse(String log) {
        List<RowError> errors = new ArrayList<>();
        int at = log.startsWith(ENTRY) ? 0 : next(log, 0);
        while (at >= 0) {
            int end = next(log, at);
            errors.add(entry(log.substring(at + ENTRY.length(), end < 0 ? log.length() : end)));
            at = end;
        }
        return errors;
    }

    /** Start of the next entry after the position, which is at the start of a line; -1 for none. */
    private static int next(String log, int from) {
        int newline = log.indexOf("\n" + ENTRY, from);
        return newline < 0 ? -1 : newline + 1;
    }

    private static RowError entry(String text) {
        int row = text.indexOf(ROW);
        String reason = row < 0 ? text : text.substring(0, row);
        String rowText = row < 0 ? "" : text.substring(row + ROW.length());
        return new RowError(withoutValues(reason.trim()), stripEnd(rowText));
    }

    private static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    static String withoutValues(String reason) {
        for (Form form : FORMS) {
            Matcher matcher = form.pattern.matcher(reason);
            if (matcher.matches()) {
                return form.safeText(matcher);
            }
        }
        return WITHHELD;
    }

    /** A reason as StarRocks words it, and our wording of it. */
    private static final class Form {
        final Pattern pattern;
        final String wording;

        Form(String regex, String wording) {
            this.pattern = Pattern.compile(regex, Pattern.DOTALL);
            this.wording = wording;
        }

        String safeText(Matcher matcher) {
            String text = wording.replace("${column}", matcher.group("column"));
            return wording.contains("${type}")
                    ? text.replace("${type}", matcher.group("type").trim())
                    : text;
        }
    }
}
