package io.github.sluice.streamer.schema;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one spelling of a column type. Servers print display widths until 8.0.19 and the binlog holds none; the widths of
 * FLOAT and DOUBLE are presentation too. So {@code int(11)} and {@code int} become {@code int}, {@code int(8) unsigned
 * zerofill} becomes {@code int unsigned}, {@code float(7,4)} becomes {@code float}, {@code bool} {@code tinyint}.
 */
public final class ColumnTypes {
    private static final Pattern SHAPE =
            Pattern.compile("([a-z]+(?: precision)?)\\s*(\\([^)]*\\))?(.*)", Pattern.DOTALL);

    private ColumnTypes() {}

    /**
     * @param columnType as {@code information_schema.COLUMNS.COLUMN_TYPE}, a CREATE TABLE statement or a table file
     *     has it
     * @return the same type in the spelling of {@link ColumnDef#columnType()}; a text that is no type comes back in
     *     lower case
     */
    public static String canonical(String columnType) {
        String text = columnType.trim();
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("enum") || lower.startsWith("set")) {
            int open = text.indexOf('(');
            return open < 0 ? lower : lower.substring(0, open).trim() + text.substring(open);
        }
        Matcher shape = SHAPE.matcher(lower);
        if (!shape.matches()) {
            return lower;
        }
        String arguments = shape.group(2) == null ? "" : shape.group(2).replace(" ", "");
        String rest = shape.group(3);
        String unsigned = rest.contains("unsigned") || rest.contains("zerofill") ? " unsigned" : "";
        String asText = rest.endsWith("as text") ? " as text" : "";
        switch (shape.group(1)) {
            case "tinyint":
            case "bool":
            case "boolean":
                return "tinyint" + unsigned;
            case "int":
            case "integer":
                return "int" + unsigned;
            case "smallint":
            case "mediumint":
            case "bigint":
            case "float":
                return shape.group(1) + unsigned;
            case "double":
            case "double precision":
            case "real":
                return "double" + unsigned;
            case "decimal":
            case "numeric":
            case "dec":
            case "fixed":
                return "decimal" + scaled(arguments) + unsigned;
            case "year":
                return "year";
            case "bit":
            case "char":
            case "binary":
                return shape.group(1) + (arguments.isEmpty() ? "(1)" : arguments);
            case "datetime":
            case "timestamp":
            case "time":
                return shape.group(1) + (arguments.equals("(0)") ? "" : arguments);
            case "varchar":
            case "varbinary":
                return shape.group(1) + arguments;
            case "geometrycollection":
                return "geomcollection" + asText;
            default:
                return shape.group(1) + asText;
        }
    }

    private static String scaled(String arguments) {
        if (arguments.isEmpty()) {
            return "(10,0)";
        }
        return arguments.contains(",") ? arguments : arguments.replace(")", ",0)");
    }

    /**
     * The type of an ENUM or SET with these members, escaped as {@code information_schema} does it.
     *
     * @param name {@code enum} or {@code set}
     */
    static String ofMembers(String name, List<String> members) {
        StringBuilder text = new StringBuilder(name).append('(');
        for (int i = 0; i < members.size(); i++) {
            text.append(i == 0 ? "'" : ",'");
            String member = members.get(i);
            for (int at = 0; at < member.length(); at++) {
                char c = member.charAt(at);
                switch (c) {
                    case '\'':
                        text.append("''");
                        break;
                    case '\\':
                        text.append("\\\\");
                        break;
                    case '\n':
                        text.append("\\n");
                        break;
                    case '\r':
                        text.append("\\r");
                        break;
                    case '\0':
                        text.append("\\0");
                        break;
                    default:
                        text.append(c);
                }
            }
            text.append('\'');
        }
        return text.append(')').toString();
    }
}
