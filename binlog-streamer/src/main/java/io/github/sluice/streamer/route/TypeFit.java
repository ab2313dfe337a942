package io.github.sluice.streamer.route;

import io.github.sluice.streamer.schema.ColumnTypes;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import java.util.List;

/**
 * Whether every value of one column type is a value of another with the same text on the wire. A column may become
 * narrower than it was planned; wider or of another kind it would no longer fit the target.
 */
final class TypeFit {
    private static final List<String> TEXTS = List.of("tinytext", "text", "mediumtext", "longtext");
    private static final List<String> BLOBS = List.of("tinyblob", "blob", "mediumblob", "longblob");
    private static final String AS_TEXT = " as text";

    private TypeFit() {}

    /**
     * @param planned COLUMN_TYPE as the table file has it
     * @param actual COLUMN_TYPE of the event's table
     * @throws IllegalArgumentException if a text is no type that has a wire form
     */
    static boolean fits(String planned, String actual) {
        String wanted = ColumnTypes.canonical(planned);
        String found = ColumnTypes.canonical(actual);
        if (wanted.equals(found) || wanted.equals(found + AS_TEXT)) {
            return true;
        }
        if (wanted.endsWith(AS_TEXT)) {
            return false;
        }
        MySqlType target = MySqlType.parse(wanted);
        MySqlType type = MySqlType.parse(found);
        String targetName = target.baseName();
        String name = type.baseName();
        switch (target.kind()) {
            case INTEGER:
                return type.kind() == WireKind.INTEGER
                        && type.minValue() >= target.minValue()
                        && type.maxValue() <= target.maxValue();
            case LARGE_INTEGER:
                return type.kind() == WireKind.LARGE_INTEGER && targetName.equals("bigint")
                        || type.kind() == WireKind.INTEGER && type.minValue() >= 0;
            case DECIMAL:
                return type.kind() == WireKind.DECIMAL
                        && type.scale() <= target.scale()
                        && type.precision() - type.scale() <= target.precision() - target.scale();
            case DOUBLE:
                return type.kind() == WireKind.DOUBLE && !(targetName.equals("float") && name.equals("double"));
            case DATE:
            case TIME:
            case DATETIME:
                return type.kind() == target.kind() && name.equals(targetName) && type.scale() <= target.scale();
            case TEXT:
                return textFits(target, targetName, type, name);
            case BINARY:
                return binaryFits(target, targetName, type, name);
            case JSON:
                return false;
        }
        throw new AssertionError(target.kind());
    }

    private static boolean textFits(MySqlType target, String targetName, MySqlType type, String name) {
        if (!target.members().isEmpty()) {
            return targetName.equals(name) && target.members().containsAll(type.members());
        }
        if (TEXTS.contains(targetName)) {
            return TEXTS.contains(name) && TEXTS.indexOf(name) <= TEXTS.indexOf(targetName);
        }
        boolean sized = name.equals("char") || name.equals("varchar");
        return sized && type.length() <= target.length();
    }

    private static boolean binaryFits(MySqlType target, String targetName, MySqlType type, String name) {
        if (BLOBS.contains(targetName)) {
            return BLOBS.contains(name) && BLOBS.indexOf(name) <= BLOBS.indexOf(targetName);
        }
        if (targetName.equals("binary")) {
            return false; // padded to its length: another length is another value
        }
        return (name.equals("binary") || name.equals("varbinary")) && type.length() <= target.length();
    }
}
