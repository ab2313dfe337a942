package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.convert.TextConverter;
import io.github.sluice.testbed.starrocks.convert.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV bodies (starrocks.md 6.6). All bodies of a transaction form one stream: a row may begin in one and end in the
 * next. {@code \N} is NULL; empty rows are skipped.
 */
final class CsvRows implements RowReader {
    private static final String NULL = "\\N";

    /** Collects one field. */
    private static final class Field extends ByteArrayOutputStream {
        boolean enclosed;
        /** Bytes up to here were escaped or enclosed: no delimiter begins among them. */
        private int literal;

        void writeLiteral(byte b) {
            write(b);
            literal = count;
        }

        boolean endsWith(byte[] delimiter) {
            if (count - literal < delimiter.length) {
                return false;
            }
            for (int i = 0; i < delimiter.length; i++) {
                if (buf[count - delimiter.length + i] != delimiter[i]) {
                    return false;
                }
            }
            return true;
        }

        byte[] take(int delimiterLength) {
            byte[] bytes = new byte[count - delimiterLength];
            System.arraycopy(buf, 0, bytes, 0, bytes.length);
            reset();
            literal = 0;
            return bytes;
        }
    }

    private final List<LoadPlan.Source> sources;
    private final byte[] columnSeparator;
    private final byte[] rowDelimiter;
    private final LoadSettings.CsvExtras extras;
    private final List<byte[]> fields = new ArrayList<>();
    private final List<Boolean> wasEnclosed = new ArrayList<>();
    private final Field field = new Field();
    private boolean inQuotes;
    private boolean escaped;
    private long rowsToSkip;

    CsvRows(LoadPlan plan, LoadSettings settings) {
        this.sources = plan.sources();
        this.columnSeparator = settings.columnSeparator();
        this.rowDelimiter = settings.rowDelimiter();
        this.extras = settings.loadOnly();
        this.rowsToSkip = extras.skipHeader();
    }

    @Override
    public void read(BodySpool body, Sink sink) throws LoadException, IOException {
        try (InputStream in = body.open()) {
            byte[] buffer = new byte[64 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    take(buffer[i], sink);
                }
            }
        }
    }

    @Override
    public void finish(Sink sink) throws LoadException, IOException {
        if (field.size() > 0 || !fields.isEmpty()) {
            endField(0);
            endRow(sink);
        }
    }

    private void take(byte b, Sink sink) throws LoadException, IOException {
        if (escaped) {
            escaped = false;
            field.writeLiteral(b);
            return;
        }
        if (extras.escape() != 0 && b == extras.escape()) {
            escaped = true;
            return;
        }
        if (extras.enclose() != 0 && b == extras.enclose() && quote()) {
            return;
        }
        if (inQuotes) {
            field.writeLiteral(b);
            return;
        }
        field.write(b);
        if (field.endsWith(rowDelimiter)) {
            endField(rowDelimiter.length);
            endRow(sink);
        } else if (field.endsWith(columnSeparator)) {
            endField(columnSeparator.length);
        }
    }

    /** Whether this enclosing character is no part of the field: it opens, closes, or is the first of two. */
    private boolean quote() {
        if (inQuotes) {
            inQuotes = false;
            return true;
        }
        if (field.enclosed) {
            // doubled inside: the first closed, the second is text and opens again
            inQuotes = true;
            return false;
        }
        boolean opens = field.size() == 0;
        inQuotes = opens;
        field.enclosed = opens;
        return opens;
    }

    private void endField(int delimiterLength) {
        fields.add(field.take(delimiterLength));
        wasEnclosed.add(field.enclosed);
        field.enclosed = false;
    }

    private void endRow(Sink sink) throws LoadException, IOException {
        try {
            boolean blank = fields.size() == 1 && fields.get(0).length == 0 && !wasEnclosed.get(0);
            if (rowsToSkip > 0) {
                rowsToSkip--;
            } else if (!blank) {
                emit(sink);
            }
        } finally {
            fields.clear();
            wasEnclosed.clear();
        }
    }

    private void emit(Sink sink) throws LoadException, IOException {
        if (fields.size() != sources.size()) {
            sink.unreadable(
                    "Target column count: " + sources.size() + " doesn't match source value column count: "
                            + fields.size() + ". Column separator: '" + shown(columnSeparator)
                            + "', Row delimiter: '" + shown(rowDelimiter) + "'",
                    this::text);
            return;
        }
        @Nullable Object[] slots = new Object[fields.size()];
        for (int i = 0; i < slots.length; i++) {
            byte[] bytes = fields.get(i);
            String value = Utf8.decode(bytes, 0, bytes.length);
            if (value == null) {
                sink.unreadable("Invalid UTF-8 row", this::text);
                return;
            }
            if (extras.trimSpace()) {
                value = value.strip();
            }
            boolean isNull = value.equals(NULL) && !wasEnclosed.get(i);
            LoadPlan.Source source = sources.get(i);
            slots[i] = isNull ? null : TextConverter.csvField(value, source.type(), source.name());
        }
        sink.row(slots, this::text);
    }

    private static String shown(byte[] delimiter) {
        return new String(delimiter, StandardCharsets.UTF_8)
                .replace("\t", "\\t")
                .replace("\n", "\\n");
    }

    private String text() {
        List<String> texts = fields.stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
        return String.join(new String(columnSeparator, StandardCharsets.UTF_8), texts);
    }
}
