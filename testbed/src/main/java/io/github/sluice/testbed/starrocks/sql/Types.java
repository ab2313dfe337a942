package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.catalog.SqlText;
import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import io.github.sluice.testbed.starrocks.catalog.Values;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens when types meet: a common type, comparison, cast. Where StarRocks and MySQL would differ
 * the text for MySQL is written so that it does what StarRocks does, or the statement is refused.
 */
final class Types {
    private static final List<TypeKind> INTEGERS = List.of(
            TypeKind.BOOLEAN, TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INT, TypeKind.BIGINT, TypeKind.LARGEINT);

    private Types() {}

    /** The type that can hold all of them; null if all are NULL or there is none. */
    static @Nullable StarRocksType common(List<Typed> values) {
        StarRocksType common = null;
        for (Typed value : values) {
            if (value.type() == null) {
                continue;
            }
            if (common == null) {
                common = value.type();
                continue;
            }
            common = common(common, value.type());
            if (common == null) {
                return null;
            }
        }
        return common;
    }

    private static @Nullable StarRocksType common(StarRocksType a, StarRocksType b) {
        if (a.equals(b)) {
            return a;
        }
        if (a.kind().isText() && b.kind().isText()) {
            return StarRocksType.varchar(a.length() == 0 || b.length() == 0 ? 0 : Math.max(a.length(), b.length()));
        }
        if (a.kind() == TypeKind.VARBINARY && b.kind() == TypeKind.VARBINARY) {
            return StarRocksType.varbinary(Math.max(a.length(), b.length()));
        }
        if (a.kind().isTemporal() && b.kind().isTemporal()) {
            return StarRocksType.DATETIME;
        }
        int left = INTEGERS.indexOf(a.kind());
        int right = INTEGERS.indexOf(b.kind());
        if (left >= 0 && right >= 0) {
            return StarRocksType.of(INTEGERS.get(Math.max(left, right)));
        }
        boolean numbers = number(a) && number(b);
        if (!numbers) {
            return null;
        }
        if (real(a) || real(b)) {
            return StarRocksType.DOUBLE;
        }
        StarRocksType x = asDecimal(a);
        StarRocksType y = asDecimal(b);
        int scale = Math.max(x.scale(), y.scale());
        int whole = Math.max(x.precision() - x.scale(), y.precision() - y.scale());
        return StarRocksType.decimal(Math.min(38, whole + scale), scale);
    }

    private static boolean number(StarRocksType type) {
        return type.kind().isNumeric() || type.kind() == TypeKind.BOOLEAN;
    }

    private static boolean real(StarRocksType type) {
        return type.kind() == TypeKind.FLOAT || type.kind() == TypeKind.DOUBLE;
    }

    /** An exact number as a DECIMAL. */
    static StarRocksType asDecimal(StarRocksType type) {
        return switch (type.kind()) {
            case DECIMAL -> type;
            case BOOLEAN, TINYINT -> StarRocksType.decimal(3, 0);
            case SMALLINT -> StarRocksType.decimal(5, 0);
            case INT -> StarRocksType.decimal(10, 0);
            case BIGINT -> StarRocksType.decimal(19, 0);
            default -> StarRocksType.decimal(38, 0);
        };
    }

    /** The two sides of a comparison for MySQL; element 0 is the left. */
    static String[] comparable(String operator, Typed left, Typed right) {
        return new String[] {side(operator, left, right), side(operator, right, left)};
    }

    /** How {@code value} is written where it is compared with {@code other}. */
    static String side(String operator, Typed value, Typed other) {
        if (value.type() == null || other.type() == null) {
            return value.sql();
        }
        boolean equality = operator.equals("=") || operator.equals("<>") || operator.equals("<=>");
        if (value.is(TypeKind.JSON) || other.is(TypeKind.JSON)) {
            if (value.is(TypeKind.JSON) && other.is(TypeKind.JSON) && equality) {
                return value.sql();
            }
            throw cannotCompare(value, other);
        }
        if (value.literal() instanceof Expr.Text text) {
            if (other.isTemporal()) {
                return dateTime(text.value());
            }
            if (other.is(TypeKind.BOOLEAN)) {
                return bool(text.value());
            }
            if (other.isNumeric()) {
                return number(text.value());
            }
            return value.sql();
        }
        boolean bothText =
                (value.isText() || value.is(TypeKind.VARBINARY)) && (other.isText() || other.is(TypeKind.VARBINARY));
        boolean bothNumbers = value.isNumeric() && other.isNumeric();
        boolean bothTimes = value.isTemporal() && other.isTemporal();
        boolean literalMeets = other.literal() instanceof Expr.Text;
        if (bothText || bothNumbers || bothTimes || literalMeets) {
            return value.sql();
        }
        if (other.isText() && value.literal() instanceof Expr.Number n && equality) {
            return SqlText.string(n.text());
        }
        if (value.isText() && other.literal() instanceof Expr.Number && equality) {
            return value.sql();
        }
        throw cannotCompare(value, other);
    }

    private static SqlError cannotCompare(Typed value, Typed other) {
        return SqlError.notInStandIn(
                "comparing " + value.type() + " with " + other.type() + "; write a CAST or a quoted" + " text");
    }

    private static String dateTime(String text) {
        try {
            StringBuilder sql = new StringBuilder("TIMESTAMP");
            SqlText.literal(Values.parse(StarRocksType.DATETIME, text), sql);
            return sql.toString();
        } catch (IllegalArgumentException e) {
            throw SqlError.analyzing("Incorrect DATETIME value: '" + text + "'.");
        }
    }

    private static String bool(String text) {
        try {
            return Boolean.TRUE.equals(Values.parse(StarRocksType.BOOLEAN, text)) ? "1" : "0";
        } catch (IllegalArgumentException e) {
            return "NULL";
        }
    }

    /** A text that is compared with a number: the number, or NULL as a failed cast gives. */
    private static String number(String text) {
        try {
            BigDecimal value = new BigDecimal(text.trim());
            if (value.precision() > 60 || Math.abs(value.scale()) > 30) {
                return value.doubleValue() + "E0";
            }
            return value.toPlainString();
        } catch (NumberFormatException e) {
            return "NULL";
        }
    }

    /** {@code CAST(value AS VARCHAR)} for MySQL. */
    static String asText(Typed value) {
        if (value.is(TypeKind.DATETIME)) {
            return "IF(MICROSECOND(" + value.sql() + ") = 0, LEFT(CAST(" + value.sql() + " AS CHAR), 19), CAST("
                    + value.sql() + " AS CHAR))";
        }
        if (value.is(TypeKind.JSON)) {
            return "IF(JSON_TYPE(CAST(" + value.sql() + " AS JSON)) = 'STRING', JSON_UNQUOTE(CAST(" + value.sql()
                    + " AS JSON)), " + value.sql() + ")";
        }
        return "CAST(" + value.sql() + " AS CHAR)";
    }

    /** A cast; refused where the stand-in has no equal of StarRocks' conversion. */
    static Typed cast(Typed value, StarRocksType to) {
        if (value.type() == null) {
            return Typed.of(to, "NULL");
        }
        if (value.type().equals(to)) {
            return Typed.of(to, value.sql());
        }
        if (value.literal() instanceof Expr.Text text && !to.kind().isText()) {
            return constant(text.value(), to);
        }
        if (to.kind().isText()) {
            if (value.isText()) {
                return Typed.of(to, value.sql());
            }
            if (value.is(TypeKind.VARBINARY) || value.is(TypeKind.FLOAT) || value.is(TypeKind.DOUBLE)) {
                throw noCast(value, to);
            }
            return Typed.of(to, asText(value));
        }
        if (value.isNumeric() && (to.kind().isNumeric() || to.kind() == TypeKind.BOOLEAN)) {
            return Typed.of(to, numeric(value, to));
        }
        if (value.isTemporal() && to.kind() == TypeKind.DATE) {
            return Typed.of(to, "DATE(" + value.sql() + ")");
        }
        if (value.isTemporal() && to.kind() == TypeKind.DATETIME) {
            return Typed.of(to, "CAST(" + value.sql() + " AS DATETIME(6))");
        }
        throw noCast(value, to);
    }

    private static Typed constant(String text, StarRocksType to) {
        try {
            StringBuilder sql = new StringBuilder();
            SqlText.literal(Values.parse(to, text), sql);
            if (to.kind() == TypeKind.DATETIME || to.kind() == TypeKind.DATE) {
                sql.insert(0, to.kind() == TypeKind.DATE ? "DATE" : "TIMESTAMP");
            } else if (to.kind() == TypeKind.DECIMAL) {
                sql.insert(0, "CAST(").append(" AS DECIMAL(" + to.precision() + "," + to.scale() + "))");
            }
            return Typed.of(to, sql.toString());
        } catch (IllegalArgumentException e) {
            return Typed.of(to, "NULL");
        }
    }

    private static String numeric(Typed value, StarRocksType to) {
        String sql = value.sql();
        return switch (to.kind()) {
            case BOOLEAN -> "(" + sql + " <> 0)";
            case FLOAT -> throw noCast(value, to);
            case DOUBLE -> "CAST(" + sql + " AS DOUBLE)";
            case DECIMAL -> {
                if (!value.isExact()) {
                    throw noCast(value, to);
                }
                String limit = "1" + "0".repeat(to.precision() - to.scale());
                yield "IF(ABS(ROUND(" + sql + ", " + to.scale() + ")) < " + limit + ", CAST(" + sql + " AS DECIMAL("
                        + to.precision() + "," + to.scale() + ")), NULL)";
            }
            case LARGEINT -> "CAST(TRUNCATE(" + sql + ", 0) AS DECIMAL(39,0))";
            default ->
                "IF(TRUNCATE(" + sql + ", 0) BETWEEN " + Values.min(to.kind()) + " AND " + Values.max(to.kind())
                        + ", CAST(TRUNCATE(" + sql + ", 0) AS SIGNED), NULL)";
        };
    }

    private static SqlError noCast(Typed value, StarRocksType to) {
        return SqlError.notInStandIn("CAST from " + value.type() + " to " + to);
    }
}
