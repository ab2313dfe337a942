package io.github.sluice.wire.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.support.Rows;
import io.github.sluice.wire.support.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSinkTest {
    private final ByteSink sink = new ByteSink(0);

    @Test
    void textIsTheJdksUtf8AndJsonReadsBackEqual() {
        Seeds.forAll(5_000, (random, i) -> {
            String text = Rows.text(random) + Rows.text(random);
            sink.reset();
            sink.utf8(text);
            assertThat(sink.toByteArray()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
            sink.reset();
            sink.jsonString(text);
            assertThat(Json.parse(new String(sink.toByteArray(), StandardCharsets.UTF_8)))
                    .isEqualTo(text);
        });
    }

    @Test
    void halfAPairIsRefused() {
        for (String text : new String[] {"\ud83d", "\ude00", "a\ud83d", "\ud83da", "\ude00\ud83d"}) {
            assertThatThrownBy(() -> sink.utf8(text)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> sink.jsonString(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aStringSaysWhetherItsUtf8StandsInItAsItIs() {
        Seeds.forAll(2_000, (random, i) -> {
            String text = Rows.text(random);
            assertThat(verbatim(text)).isEqualTo(utf8StandsBetweenQuotes(text));
        });
        for (char c = 0; c < 0x200; c++) {
            String text = "a" + c + "b";
            assertThat(verbatim(text)).as("character %d", (int) c).isEqualTo(utf8StandsBetweenQuotes(text));
        }
        assertThat(verbatim("")).isTrue();
        assertThat(verbatim("上海")).isTrue();
        assertThat(verbatim("上海\n")).isFalse();
        assertThat(verbatim("a".repeat(100_000))).isTrue();
    }

    private boolean verbatim(String text) {
        sink.reset();
        return sink.jsonString(text);
    }

    /** Of what {@link #verbatim} has written. */
    private boolean utf8StandsBetweenQuotes(String text) {
        byte[] written = sink.toByteArray();
        return Arrays.equals(Arrays.copyOfRange(written, 1, written.length - 1), text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"0,00", "1,01", "127,7f", "128,8001", "300,ac02", "16383,ff7f", "16384,808001", "2147483647,ffffffff07"
    })
    void lengthsAreUnsignedLeb128(int number, String hex) {
        sink.varint(number);
        assertThat(Hex.encode(sink.toByteArray())).isEqualTo(hex);
    }

    @Test
    void numbersAreTheJdksDecimals() {
        Seeds.forAll(5_000, (random, i) -> {
            long number = random.nextLong() >> random.nextInt(Long.SIZE);
            sink.decimal(number);
            assertThat(new String(sink.toByteArray(), StandardCharsets.US_ASCII))
                    .isEqualTo(Long.toString(number));
            sink.reset();
        });
        for (long number : new long[] {0, -1, 9, 10, Long.MAX_VALUE, Long.MIN_VALUE}) {
            sink.decimal(number);
            assertThat(new String(sink.toByteArray(), StandardCharsets.US_ASCII))
                    .isEqualTo(Long.toString(number));
            sink.reset();
        }
    }

    @Test
    void sizedTextIsWrittenWholeOrNotAtAll() {
        Seeds.forAll(2_000, (random, i) -> {
            String text = Rows.text(random);
            sink.reset();
            sink.put('|');
            boolean ascii = text.chars().allMatch(c -> c < 0x80);
            assertThat(sink.sizedAscii(text)).isEqualTo(ascii);
            ByteSink expected = new ByteSink(0);
            expected.put('|');
            if (ascii) {
                expected.varint(text.length());
                expected.utf8(text);
            }
            assertThat(sink.toByteArray()).isEqualTo(expected.toByteArray());
        });
    }

    @Test
    void aHugeRowDoesNotKeepItsMemory() {
        sink.put(new byte[5_000_000]);
        assertThat(sink.size()).isEqualTo(5_000_000);
        sink.reset();
        assertThat(sink.size()).isZero();
        assertThat(sink.array().length).isLessThanOrEqualTo(1 << 20);
        sink.put(7);
        assertThat(sink.toByteArray()).containsExactly(7);
    }
}
