package io.github.sluice.testbed.datax.plugin.mysqlreader;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Table names with number ranges: {@code db.order_[00-15]_x} means sixteen tables. */
final class TableNames {
    private static final Pattern RANGE = Pattern.compile("(\\w+\\.)?(\\w+)\\[(\\d+)-(\\d+)\\](.*)");

    private TableNames() {}

    /** Each text may hold several names between commas. A leading zero keeps the width. */
    static List<String> expanded(List<String> texts) {
        List<String> names = new ArrayList<>();
        for (String text : texts) {
            for (String name : text.split(",")) {
                expand(name.trim(), names);
            }
        }
        return names;
    }

    private static void expand(String name, List<String> names) {
        Matcher range = RANGE.matcher(name);
        if (!range.matches()) {
            names.add(name);
            return;
        }
        String schema = range.group(1) == null ? "" : range.group(1);
        int one = Integer.parseInt(range.group(3));
        int other = Integer.parseInt(range.group(4));
        String lowText = one <= other ? range.group(3) : range.group(4);
        String format = lowText.startsWith("0") ? "%0" + lowText.length() + "d" : "%d";
        for (int number = Math.min(one, other); number <= Math.max(one, other); number++) {
            names.add(schema
                    + range.group(2)
                    + String.format(format, number)
                    + range.group(5).trim());
        }
    }
}
