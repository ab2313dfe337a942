package io.github.sluice.streamload;

import java.util.ArrayList;
import java.util.List;

/** Reads Stream Load's {@code columns} header (starrocks.md 6.2). Stateless. */
public final class ColumnsHeader {
    private ColumnsHeader() {}

    /** The items of a {@code columns} header that are no assignments. Commas in brackets and quotes do not separate. */
    public static List<String> sourceColumns(String columns) {
        List<String> names = new ArrayList<>();
        StringBuilder item = new StringBuilder();
        boolean assignment = false;
        int depth = 0;
        char quote = 0;
        for (int i = 0; i <= columns.length(); i++) {
            char c = i < columns.length() ? columns.charAt(i) : ',';
            boolean end = i == columns.length();
            if (quote != 0 && !end) {
                quote = c == quote ? 0 : quote;
            } else if (c == '`' || c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '=' && depth == 0) {
                assignment = true;
            } else if (end || (c == ',' && depth == 0)) {
                String name = item.toString().trim();
                if (!assignment && !name.isEmpty()) {
                    names.add(name);
                }
                item.setLength(0);
                assignment = false;
                continue;
            }
            item.append(c);
        }
        return names;
    }
}
