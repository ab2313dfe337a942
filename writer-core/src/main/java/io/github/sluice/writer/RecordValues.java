package io.github.sluice.writer;

import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.DateColumn;
import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.exception.DataXException;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values out of a DataX record in the classes that the row codec knows. Where DataX has already changed a value on
 * its way through a column class, the job's select list is at fault for every row alike, and the task ends with what to
 * select instead (wire-types.md says why). One thread.
 */
public final class RecordValues {
    private final List<WireColumn> columns;
    private final WriterErrorCode select;
    private final MomentText moments = new MomentText();

    /** @param select the code of a job whose select list changes values */
    public RecordValues(List<WireColumn> columns, WriterErrorCode select) {
        this.columns = columns;
        this.select = select;
    }

    public int width() {
        return columns.size();
    }

    /**
     * @param record with as many columns as {@link #width}
     * @throws com.alibaba.datax.common.exception.DataXException with the code for select lists, if DataX has changed a value
     * @throws UnfitColumnException when a column object holds no usable value; the message names it, not the value
     */
    public @Nullable Object[] of(Record record) throws UnfitColumnException {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            // DataX pads records with null references when a column is set past the end
            Column column = record.getColumn(i);
            values[i] = column == null || column.getRawData() == null ? null : value(columns.get(i), column);
        }
        return values;
    }

    private Object value(WireColumn target, Column column) throws UnfitColumnException {
        Object raw = column.getRawData();
        switch (column.getType()) {
            case INT:
            case LONG:
                return raw instanceof BigInteger && ((BigInteger) raw).bitLength() < Long.SIZE
                        ? (Object) ((BigInteger) raw).longValue()
                        : raw;
            case BOOL:
                refuseBool(target);
                return raw;
            case DATE:
                refuseDate(target);
                return dateText(target, column);
            case DOUBLE:
            case STRING:
            case BYTES:
                return raw;
            default:
                throw new UnfitColumnException(target.name(), "a DataX column of type " + column.getType());
        }
    }

    private void refuseBool(WireColumn target) {
        MySqlType type = target.type();
        if (type != null && type.baseName().equals("bit")) {
            throw select(target, type, "a Boolean, in which NULL and every bit but the last are lost");
        }
    }

    private void refuseDate(WireColumn target) {
        MySqlType type = target.type();
        if (type != null && type.kind() == WireKind.TIME) {
            throw select(target, type, "a time of day, in which hours beyond 24 and fractions are lost");
        }
        if (type != null && type.kind() == WireKind.DATETIME && type.scale() > 0) {
            throw select(target, type, "a date cut to milliseconds");
        }
    }

    private DataXException select(WireColumn target, MySqlType type, String as) {
        String quoted = "`" + target.name() + "`";
        return select.failure("column " + target.name() + " is " + type + " but arrives as " + as + "; read it with "
                + type.selectExpression(quoted));
    }

    /** DataX's own text, in its own time zone, plus the milliseconds that it leaves out. */
    private Object dateText(WireColumn target, Column column) throws UnfitColumnException {
        if (column instanceof DateColumn
                && ((DateColumn) column).getSubType() == DateColumn.DateType.DATETIME
                && column.getRawData() instanceof Long) {
            long millis = (Long) column.getRawData();
            String text = moments.of(millis);
            return text == null ? asked(target, column) + fraction(Math.floorMod(millis, 1000L)) : text;
        }
        return asked(target, column);
    }

    private static String asked(WireColumn target, Column column) throws UnfitColumnException {
        String text = column.asString();
        if (text == null) {
            throw new UnfitColumnException(target.name(), "a date without text");
        }
        return text;
    }

    /** By hand: a format string is parsed anew for each row. */
    private static String fraction(long millis) {
        return millis == 0 ? "" : (millis < 10 ? ".00" : millis < 100 ? ".0" : ".") + millis + "000";
    }
}
