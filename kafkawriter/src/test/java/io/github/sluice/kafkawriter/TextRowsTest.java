package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextRowsTest {
    private static String line(String delimiter, String nullFormat, Object... wire) {
        return new String(new TextRows(delimiter, "\n", nullFormat).encode(wire), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("inventory #36: columns joined by the delimiter and a line end; no columns, a line end alone")
    void joinsColumns() {
        assertThat(line("\t", "\\N", 1L, "b", 2.5, true)).isEqualTo("1\tb\t2.5\ttrue\n");
        assertThat(line("\t", "\\N")).isEqualTo("\n");
    }

    @Test
    @DisplayName("inventory #28, #172: a delimiter of several characters leaves no rest at the end")
    void takesLongDelimiters() {
        assertThat(line("||#", "\\N", "a", "b")).isEqualTo("a||#b\n");
    }

    @Test
    @DisplayName("inventory #172: NULL is not the text null")
    void tellsNullFromText() {
        assertThat(line(",", "\\N", null, "null", "\\N", "")).isEqualTo("\\N,null,\\\\N,\n");
        assertThat(line(",", "null", null, "null", "nr")).isEqualTo("null,n\\ull,nr\n");
    }

    @Test
    @DisplayName("inventory #172: delimiter, line ends and backslash in a value are escaped")
    void escapes() {
        assertThat(line(",", "\\N", "a,b", "c\nd", "e\rf", "g\\h")).isEqualTo("a\\,b,c\\nd,e\\rf,g\\\\h\n");
    }

    @ParameterizedTest
    @CsvSource({"'\t',\\N", "',',null", "aa,NULL", "aba,-", "0,-00", "' ',nrx", "|,N"})
    @DisplayName("inventory #28, #172: every row can be read back")
    void canBeReadBack(String delimiter, String nullFormat) {
        assertThat(TextRows.faultOf(delimiter)).isNull();
        boolean usable = TextRows.faultOf(nullFormat, delimiter) == null;
        assertThat(usable).isEqualTo(!nullFormat.contains(delimiter));
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        String[] pieces = {
            "\\", "\n", "\r", "n", "r", "N", "a", "b", ",", "|", "中", "null", "NULL", delimiter, nullFormat, "0"
        };
        for (int round = 0; usable && round < 5_000; round++) {
            List<String> row = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                row.add(random.nextInt(5) == 0 ? null : text(random, pieces));
            }
            String line = line(delimiter, nullFormat, row.toArray());
            assertThat(parse(line, delimiter, nullFormat))
                    .as("rerun with -Dseed=%d, line %s", seed, line)
                    .isEqualTo(row);
        }
    }

    private static String text(Random random, String[] pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    /** The reader that the class comment describes, written against the comment alone. */
    static List<String> parse(String line, String delimiter, String nullFormat) {
        List<String> fields = new ArrayList<>();
        StringBuilder raw = new StringBuilder();
        StringBuilder value = new StringBuilder();
        int i = 0;
        while (true) {
            boolean end = line.charAt(i) == '\n';
            if (end || line.startsWith(delimiter, i)) {
                fields.add(raw.toString().equals(nullFormat) ? null : value.toString());
                raw.setLength(0);
                value.setLength(0);
                if (end) {
                    assertThat(i).isEqualTo(line.length() - 1);
                    return fields;
                }
                i += delimiter.length();
            } else if (line.charAt(i) == '\\') {
                char c = line.charAt(i + 1);
                raw.append('\\').append(c);
                value.append(c == 'n' ? '\n' : c == 'r' ? '\r' : c);
                i += 2;
            } else {
                raw.append(line.charAt(i));
                value.append(line.charAt(i));
                i++;
            }
        }
    }
}
