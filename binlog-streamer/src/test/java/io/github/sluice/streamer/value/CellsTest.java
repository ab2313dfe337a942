package io.github.sluice.streamer.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.streamer.binlog.UnreadableValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellsTest {
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    private static Object read(Cell cell, byte... bytes) {
        EventBytes in = new EventBytes(bytes);
        Object value = cell.read(in);
        assertThat(in.remaining()).isZero();
        return value;
    }

    /** MySQL's DECIMAL, built from its description and not from the code under test. */
    private static byte[] decimal(BigDecimal value, int precision, int scale) {
        String digits = value.abs()
                .setScale(scale, RoundingMode.UNNECESSARY)
                .unscaledValue()
                .toString();
        digits = "0".repeat(precision - digits.length()) + digits;
        String whole = digits.substring(0, precision - scale);
        String fraction = digits.substring(precision - scale);
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        int[] sizes = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};
        for (int at = 0, length = whole.length() % 9; at < whole.length(); at += length, length = 9) {
            length = length == 0 ? 9 : length;
            group(out, whole.substring(at, at + length), sizes[length]);
        }
        for (int at = 0; at < fraction.length(); at += 9) {
            String part = fraction.substring(at, Math.min(at + 9, fraction.length()));
            group(out, part, sizes[part.length()]);
        }
        byte[] bytes = out.toByteArray();
        if (value.signum() < 0) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) ~bytes[i];
            }
        }
        bytes[0] ^= (byte) 0x80;
        return bytes;
    }

    private static void group(java.io.ByteArrayOutputStream out, String digits, int size) {
        int number = Integer.parseInt(digits);
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
            out.write(number >> shift);
        }
    }

    @Test
    void everyDecimalIsItsPlainText() {
        for (int i = 0; i < 5_000; i++) {
            int precision = 1 + random.nextInt(65);
            int scale = random.nextInt(Math.min(precision, 30) + 1);
            int bits = random.nextInt(216);
            BigInteger unscaled = new BigInteger(bits, random).mod(BigInteger.TEN.pow(precision));
            BigDecimal value = new BigDecimal(random.nextBoolean() ? unscaled.negate() : unscaled, scale);
            assertThat(read(new Decimals(precision, scale), decimal(value, precision, scale)))
                    .as("-Dseed=%d: decimal(%d,%d)", seed, precision, scale)
                    .isEqualTo(value.toPlainString());
        }
    }

    @Test
    void everyTimestampIsTheZonesLocalTime() {
        for (String zone : new String[] {"+08:00", "-03:30", "Asia/Shanghai", "America/New_York", "UTC"}) {
            ZoneId id = ZoneId.of(zone);
            Cell cell = Temporals.timestamp(0, id);
            for (int i = 0; i < 5_000; i++) {
                long second = 1 + (random.nextLong() & 0x7ffffffeL);
                LocalDateTime expected = LocalDateTime.ofEpochSecond(
                        second, 0, id.getRules().getOffset(java.time.Instant.ofEpochSecond(second)));
                byte[] bytes = {(byte) (second >> 24), (byte) (second >> 16), (byte) (second >> 8), (byte) second};
                assertThat(read(cell, bytes)).as("-Dseed=%d", seed).isEqualTo(TEXT.format(expected));
            }
        }
        assertThat(read(Temporals.timestamp(0, ZoneOffset.UTC), new byte[4])).isEqualTo("0000-00-00 00:00:00");
    }

    @Test
    void temporalsOfBefore5Dot6() {
        assertThat(read(Temporals.OLD_TIME, (byte) 0x40, (byte) 0xe2, (byte) 0x01))
                .isEqualTo("12:34:56");
        assertThat(read(Temporals.OLD_TIME, (byte) 0xc0, (byte) 0x1d, (byte) 0xfe))
                .isEqualTo("-12:34:56");
        byte[] packed = new byte[8];
        long number = 19990102030405L;
        for (int i = 0; i < 8; i++) {
            packed[i] = (byte) (number >> 8 * i);
        }
        assertThat(read(Temporals.OLD_DATETIME, packed)).isEqualTo("1999-01-02 03:04:05");
        assertThat(read(Temporals.oldTimestamp(ZoneOffset.ofHours(8)), (byte) 1, (byte) 0, (byte) 0, (byte) 0))
                .isEqualTo("1970-01-01 08:00:01");
    }

    @Test
    void doublesAreTheShortestTextThatReadsBack() {
        for (int i = 0; i < 20_000; i++) {
            double value = random.nextBoolean()
                    ? Double.longBitsToDouble(random.nextLong())
                    : new BigDecimal(random.nextInt(1_000_000))
                            .movePointLeft(random.nextInt(12))
                            .doubleValue();
            if (Double.isFinite(value)) {
                StringBuilder out = new StringBuilder();
                DoubleText.append(value, out);
                assertThat(Double.parseDouble(out.toString()))
                        .as("-Dseed=%d", seed)
                        .isEqualTo(value);
                assertThat(new BigDecimal(out.toString()).stripTrailingZeros().precision())
                        .isLessThanOrEqualTo(new BigDecimal(Double.toString(value))
                                .stripTrailingZeros()
                                .precision());
            }
        }
        StringBuilder shorter = new StringBuilder();
        DoubleText.append(2.0e-3, shorter);
        DoubleText.append(2.2250738585072014E-308, shorter.append(' '));
        DoubleText.append(1e15, shorter.append(' '));
        DoubleText.append(-123456789012345.0, shorter.append(' '));
        assertThat(shorter).hasToString("0.002 2.2250738585072014e-308 1e15 -123456789012345");
    }

    @Test
    void bytesThatAreNoValueAreRefused() {
        assertThatThrownBy(() -> read(Members.enumeration(1, List.of("a")), (byte) 2))
                .isInstanceOf(UndecodableException.class);
        assertThatThrownBy(() -> read(Members.set(1, List.of("a", "b")), (byte) 4))
                .isInstanceOf(UndecodableException.class);
        assertThatThrownBy(() -> read(Texts.text(1, "utf8mb4"), (byte) 1, (byte) 0xff))
                .isInstanceOf(UndecodableException.class);
        assertThatThrownBy(() -> read(Texts.text(1, "utf8mb4"), (byte) 2, (byte) 'a'))
                .isInstanceOf(TruncatedEventException.class);
        assertThatThrownBy(() -> read(new JsonDocuments(1), (byte) 1, (byte) 9))
                .isInstanceOf(TruncatedEventException.class);
        assertThatThrownBy(() -> read(Texts.padded(1, 2), (byte) 3, (byte) 1, (byte) 1, (byte) 1))
                .isInstanceOf(UndecodableException.class);
        byte[] replacement = "\ufffd".getBytes(StandardCharsets.UTF_8);
        assertThat(read(Texts.text(1, "utf8mb4"), (byte) 3, replacement[0], replacement[1], replacement[2]))
                .isEqualTo("\ufffd");
    }

    @Test
    void whatHasNoWireFormSaysSo() {
        assertThat(read(Texts.text(1, "geostd8"), (byte) 1, (byte) 0xff)).isInstanceOf(UnreadableValue.class);
        byte[] point = new byte[26];
        point[0] = 25;
        point[1] = (byte) 0xe6; // SRID 4326
        point[2] = 0x10;
        assertThat(read(new Geometries(1), point)).isInstanceOf(UnreadableValue.class);
    }
}
