package io.github.sluice.connect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A record's value as the JSON object that Stream Load reads: keys are column names.
 *
 * <p>Takes schemaless maps and structs. Numbers keep every digit; dates are {@code YYYY-MM-DD HH:MM:SS.ffffff} in UTC,
 * because StarRocks turns epoch numbers into NULL (starrocks.md 7.3); bytes are base64; an optional null field is null even
 * where its schema has a default. Thread-safe.
 */
final class RowJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private RowJson() {}

    /** @throws DataException saying what kind of value it is and what to set, never the value */
    static byte[] of(Object value) {
        if (!(value instanceof Map) && !(value instanceof Struct)) {
            throw new DataException("the value is a " + value.getClass().getName()
                    + ", not a map or struct of columns; " + advice(value));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json, value, null, "");
        } catch (IOException e) {
            throw new DataException("the value cannot be written as JSON", e);
        }
        return bytes.toByteArray();
    }

    private static String advice(Object value) {
        if (value instanceof String || value instanceof byte[]) {
            return "for sealed records add the transform io.github.sluice.connect.DecryptTransform, for plain JSON set"
                    + " value.converter=org.apache.kafka.connect.json.JsonConverter with schemas.enable=false";
        }
        return "set a value.converter that gives rows";
    }

    private static void write(JsonGenerator json, @Nullable Object value, @Nullable Schema schema, String column)
            throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String) {
            json.writeString((String) value);
        } else if (value instanceof Boolean) {
            json.writeBoolean((Boolean) value);
        } else if (value instanceof Number) {
            number(json, (Number) value, column);
        } else if (value instanceof java.util.Date) {
            json.writeString(date((java.util.Date) value, schema));
        } else if (value instanceof byte[]) {
            json.writeString(Base64.getEncoder().encodeToString((byte[]) value));
        } else if (value instanceof ByteBuffer) {
            ByteBuffer copy = ((ByteBuffer) value).duplicate();
            byte[] bytes = new byte[copy.remaining()];
            copy.get(bytes);
            json.writeString(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof Struct) {
            struct(json, (Struct) value);
        } else if (value instanceof Map) {
            map(json, (Map<?, ?>) value, schema);
        } else if (value instanceof Iterable) {
            json.writeStartArray();
            for (Object element : (Iterable<?>) value) {
                write(json, element, schema == null ? null : schema.valueSchema(), column);
            }
            json.writeEndArray();
        } else {
            throw new DataException(
                    "column " + column + " holds a " + value.getClass().getName() + ", for which there is no JSON");
        }
    }

    private static void number(JsonGenerator json, Number number, String column) throws IOException {
        if (number instanceof Double || number instanceof Float) {
            double wide = number.doubleValue();
            if (Double.isNaN(wide) || Double.isInfinite(wide)) {
                json.writeString(number.toString());
            } else {
                json.writeNumber(number.toString());
            }
        } else if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger
                || number instanceof BigDecimal) {
            json.writeNumber(number.toString());
        } else {
            throw new DataException(
                    "column " + column + " holds a " + number.getClass().getName() + ", for which there is no JSON");
        }
    }

    private static void map(JsonGenerator json, Map<?, ?> map, @Nullable Schema schema) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object name = entry.getKey();
            if (!(name instanceof String)) {
                throw new DataException("a column name is a "
                        + (name == null ? "null" : name.getClass().getName()) + ", not a string");
            }
            json.writeFieldName((String) name);
            write(json, entry.getValue(), schema == null ? null : schema.valueSchema(), (String) name);
        }
        json.writeEndObject();
    }

    private static void struct(JsonGenerator json, Struct struct) throws IOException {
        json.writeStartObject();
        for (Field field : struct.schema().fields()) {
            json.writeFieldName(field.name());
            write(json, struct.getWithoutDefault(field.name()), field.schema(), field.name());
        }
        json.writeEndObject();
    }

    private static String date(java.util.Date date, @Nullable Schema schema) {
        Instant instant = Instant.ofEpochMilli(date.getTime());
        String logical = schema == null ? null : schema.name();
        if (Date.LOGICAL_NAME.equals(logical)) {
            return DATE.format(instant);
        }
        return Time.LOGICAL_NAME.equals(logical) ? TIME.format(instant) : DATE_TIME.format(instant);
    }
}
