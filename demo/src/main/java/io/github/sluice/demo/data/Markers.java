package io.github.sluice.demo.data;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Values that stand nowhere else, in one row of {@code shop.all_types}: wherever one of them is
 * found in clear outside the two databases, something leaked.
 */
public final class Markers {
    /** The id of the row that holds them. */
    public static final long ROW = 16;

    /** By column of {@code all_types}; what JDBC is given. */
    static final Map<String, Object> VALUES = Map.ofEntries(
            Map.entry("c_int_u", 3_141_592_653L),
            Map.entry("c_bigint", 7_700_990_011_223_344L),
            Map.entry("c_bigint_u", "16180339887498948482"),
            Map.entry("c_decimal", new BigDecimal("27182818284.590452")),
            Map.entry("c_decimal38", new BigDecimal("1414213562373095048801688.7242096980")),
            Map.entry("c_double", 57721.56649015329),
            Map.entry("c_datetime6", "1987-06-05 04:03:02.198765"),
            Map.entry("c_timestamp6", "1999-08-07 06:05:04.876543"),
            Map.entry("c_time6", "791:23:45.678901"),
            Map.entry("c_char", "MARKERCHAR"),
            Map.entry("c_varchar", "MARKER-VARCHAR-机密"),
            Map.entry("c_varchar_latin1", "MARKER-LATIN1"),
            Map.entry("c_tinytext", "MARKER-TINYTEXT"),
            Map.entry("c_text", "MARKER-TEXT"),
            Map.entry("c_mediumtext", "MARKER-MEDIUMTEXT"),
            Map.entry("c_longtext", "MARKER-LONGTEXT"),
            Map.entry("c_binary", new byte[] {'M', 'A', 'R', 'K', 'B', 'I', 'N', '8'}),
            Map.entry("c_varbinary", ascii("MARKER-VARBINARY")),
            Map.entry("c_blob", ascii("MARKER-BLOB-0001")),
            Map.entry("c_json", "{\"secret\": \"MARKER-JSON\"}"));

    private Markers() {}

    /** The texts to look for: as written by people, and base64 where the wire carries base64. */
    public static List<String> texts() {
        List<String> texts = new ArrayList<>();
        VALUES.values().forEach(value -> {
            if (value instanceof byte[] bytes) {
                texts.add(new String(bytes, StandardCharsets.US_ASCII));
                texts.add(Base64.getEncoder().encodeToString(bytes));
            } else if (value instanceof String text && text.startsWith("{")) {
                texts.add("MARKER-JSON");
            } else {
                texts.add(value.toString());
            }
        });
        return List.copyOf(texts);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
