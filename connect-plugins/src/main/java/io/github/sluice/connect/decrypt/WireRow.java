package io.github.sluice.connect.decrypt;

import io.github.sluice.wire.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An opened message as a row whose values are String, Long, Double, Boolean or null, and nothing else.
 *
 * <p>Why so few: the official sink's converter throws from {@code put()} on BigDecimal and BigInteger, which no error
 * tolerance catches (starrocks.md 12.7; inventory #49, #182). A number that Long and Double cannot hold exactly becomes
 * its decimal text, which StarRocks reads exactly into DECIMAL, LARGEINT and DOUBLE. A nested object or array becomes its
 * JSON text, as JSON columns travel on our own wire, to be loaded through {@code parse_json}.
 */
final class WireRow {
    private WireRow() {}

    /**
     * @return columns in the message's order
     * @throws IllegalArgumentException if it is not a JSON object in UTF-8; the message holds nothing of it
     */
    static Map<String, @Nullable Object> read(byte[] message) {
        Object parsed = Json.parse(text(message));
        if (!(parsed instanceof Map)) {
            throw new IllegalArgumentException("the decrypted message is no JSON object");
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (Map.Entry<?, ?> column : ((Map<?, ?>) parsed).entrySet()) {
            row.put((String) column.getKey(), value(column.getValue()));
        }
        return row;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof BigInteger) {
            return value.toString();
        }
        if (value instanceof BigDecimal) {
            return number((BigDecimal) value);
        }
        if (value instanceof Map || value instanceof List) {
            return Json.write(value);
        }
        return value;
    }

    /** A Double where what this Java prints for it is this very number, because others will print it; else the number's text. */
    private static Object number(BigDecimal exact) {
        double nearest = exact.doubleValue();
        if (!Double.isInfinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0) {
            return nearest;
        }
        return exact.toString();
    }

    private static String text(byte[] message) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the decrypted message is not UTF-8", e);
        }
    }
}
