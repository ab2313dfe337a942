package io.github.sluice.coordinator.plan;

import io.github.sluice.wire.type.MySqlType;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A StarRocks type that the operator wants for a column. It is taken only if it holds every value of the MySQL type,
 * and gives it back as the same value, or verification would find differences that are none.
 */
final class TypeOverride {
    private static final Pattern SHAPE =
            Pattern.compile("([a-z]+)(?:\\(\\s*(\\d{1,7})\\s*(?:,\\s*(\\d{1,7})\\s*)?\\))?");
    /** STRING is a VARCHAR of this many bytes (starrocks.md 10.2). */
    private static final int STRING_BYTES = 65_533;

    private static final int DECIMAL_DIGITS = 38;
    private static final List<String> INTEGERS = List.of("tinyint", "smallint", "int", "bigint", "largeint");
    private static final List<Integer> INTEGER_BITS = List.of(8, 16, 32, 64, 128);

    private final String name;
    private final int first;
    private final int second;

    private TypeOverride(String name, int first, int second) {
        this.name = name;
        this.first = first;
        this.second = second;
    }

    /**
     * The type in the one spelling that the plan uses.
     *
     * @param wanted as written in {@code sluice.yaml}
     * @param charset MySQL character set; null for types without one
     * @param key whether it is a key column
     * @throws IllegalArgumentException with the reason if it cannot hold the column, or cannot be a key
     */
    static String checked(String wanted, MySqlType type, @Nullable String charset, boolean key) {
        String chosen = TargetTypes.of(type, charset, key);
        TypeOverride override = parse(wanted);
        String fault = override.fault(type, charset);
        if (fault == null && key && override.name.equals("decimal")) {
            fault = "a key column of StarRocks cannot be a decimal";
        }
        if (fault != null) {
            throw new IllegalArgumentException(
                    wanted + " cannot take the place of " + chosen + " for " + type.columnType() + ": " + fault);
        }
        return override.text();
    }

    private static TypeOverride parse(String wanted) {
        Matcher shape = SHAPE.matcher(wanted.trim().toLowerCase(Locale.ROOT));
        if (!shape.matches()) {
            throw new IllegalArgumentException(wanted + " is no StarRocks type");
        }
        int first = shape.group(2) == null ? -1 : Integer.parseInt(shape.group(2));
        int second = shape.group(3) == null ? -1 : Integer.parseInt(shape.group(3));
        return switch (shape.group(1)) {
            case "integer" -> new TypeOverride("int", -1, -1);
            // a display width means nothing
            case "tinyint", "smallint", "int", "bigint", "largeint" -> new TypeOverride(shape.group(1), -1, -1);
            case "string", "text" -> new TypeOverride("varchar", STRING_BYTES, -1);
            case "varchar" -> new TypeOverride("varchar", first < 0 ? 1 : first, -1);
            case "decimal", "numeric", "number" ->
                new TypeOverride("decimal", first < 0 ? 10 : first, Math.max(second, 0));
            default -> new TypeOverride(shape.group(1), first, second);
        };
    }

    private String text() {
        if (name.equals("decimal")) {
            return "decimal(" + first + "," + second + ")";
        }
        return first < 0 ? name : name + "(" + first + ")";
    }

    /** Why the type cannot hold every value; null if it can. */
    private @Nullable String fault(MySqlType type, @Nullable String charset) {
        if (name.equals("varchar") && (first < 1 || first > TargetTypes.LONGEST)) {
            return "a varchar has 1 to " + TargetTypes.LONGEST + " bytes";
        }
        if (name.equals("decimal") && (first < 1 || first > DECIMAL_DIGITS || second > first)) {
            return "a decimal has 1 to " + DECIMAL_DIGITS + " digits, and no more behind the point than in all";
        }
        return switch (type.kind()) {
            case INTEGER -> integer(BigInteger.valueOf(type.minValue()), BigInteger.valueOf(type.maxValue()));
            case LARGE_INTEGER -> integer(BigInteger.ZERO, MySqlType.maxLargeValue());
            case DECIMAL -> decimal(type);
            case DOUBLE -> name.equals("double") ? null : "only double gives back every digit";
            case DATE -> name.equals("date") ? null : varchar(10, "a date");
            case DATETIME -> name.equals("datetime") ? null : varchar(26, "a time with microseconds");
            case TIME -> varchar(17, "-838:59:59.999999");
            case TEXT -> varchar(TargetTypes.textBytes(type, charset), "its longest value in UTF-8");
            case JSON ->
                name.equals("json") ? null : varchar(TargetTypes.LONGEST, "a document, whose text may be that long,");
            case BINARY -> binary(type);
        };
    }

    private @Nullable String integer(BigInteger least, BigInteger most) {
        String values = "its values are " + least + " to " + most;
        if (name.equals("boolean")) {
            return least.signum() == 0 && most.equals(BigInteger.ONE) ? null : values + ", and a boolean knows 0 and 1";
        }
        if (name.equals("decimal")) {
            if (second != 0) {
                return "whole numbers need a decimal without digits behind the point";
            }
            return most.max(least.negate()).compareTo(BigInteger.TEN.pow(first)) < 0
                    ? null
                    : values + ", which have more than " + first + " digits";
        }
        int place = INTEGERS.indexOf(name);
        if (place < 0) {
            return "it must be one of boolean, " + String.join(", ", INTEGERS) + " or decimal";
        }
        BigInteger limit = BigInteger.ONE.shiftLeft(INTEGER_BITS.get(place) - 1);
        return least.compareTo(limit.negate()) >= 0 && most.compareTo(limit) < 0 ? null : values;
    }

    private @Nullable String decimal(MySqlType type) {
        int whole = type.precision() - type.scale();
        if (name.equals("decimal")) {
            return second >= type.scale() && first - second >= whole
                    ? null
                    : "it needs " + whole + " digits before the point and " + type.scale() + " behind it";
        }
        if (INTEGERS.contains(name) && type.scale() == 0) {
            BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
            return integer(most.negate(), most);
        }
        // sign, point, and the zero before the point when all digits stand behind it
        return varchar(type.precision() + 3, "its longest number");
    }

    private @Nullable String varchar(int bytes, String what) {
        if (!name.equals("varchar")) {
            return "it must be varchar, or what is chosen without types";
        }
        return first >= bytes ? null : what + " needs " + bytes + " bytes";
    }

    private @Nullable String binary(MySqlType type) {
        if (!name.equals("varbinary")) {
            return "only varbinary holds bytes";
        }
        int bytes =
                switch (type.baseName()) {
                    case "binary", "varbinary" -> type.length();
                    case "tinyblob" -> 255;
                    case "blob" -> 65_535;
                    default -> TargetTypes.LONGEST;
                };
        return first < 0 || (first >= bytes && first <= TargetTypes.LONGEST) ? null : "it needs " + bytes + " bytes";
    }
}
