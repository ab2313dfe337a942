package io.github.sluice.testbed.starrocks.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The vector files of {@code starrocks/vectors}; their last column is what is stored, {@code NULL...} for NULL. */
public final class Vectors {
    private Vectors() {}

    /** @param stored with six fraction digits; null for NULL */
    public record DateTimeVector(String text, String stored) {}

    /** @param stored plain text at the column's scale; null for NULL */
    public record DecimalVector(String text, int precision, int scale, String stored) {}

    public static List<DateTimeVector> dateTimes() throws IOException {
        List<DateTimeVector> vectors = new ArrayList<>();
        for (String[] row : rows("datetime.tsv")) {
            boolean dateOnly = row[1].endsWith(" (date only)");
            String stored = dateOnly ? row[1].substring(0, 10) + " 00:00:00.000000" : row[1];
            vectors.add(new DateTimeVector(row[0], nullable(stored)));
        }
        return vectors;
    }

    public static List<DecimalVector> decimals() throws IOException {
        List<DecimalVector> vectors = new ArrayList<>();
        for (String[] row : rows("decimal.tsv")) {
            vectors.add(
                    new DecimalVector(row[0], Integer.parseInt(row[1]), Integer.parseInt(row[2]), nullable(row[3])));
        }
        return vectors;
    }

    private static String nullable(String stored) {
        return stored.startsWith("NULL") ? null : stored;
    }

    private static List<String[]> rows(String file) throws IOException {
        try (InputStream in = Vectors.class.getResourceAsStream("/starrocks/vectors/" + file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(line -> line.split("\t", -1)).toList();
        }
    }
}
