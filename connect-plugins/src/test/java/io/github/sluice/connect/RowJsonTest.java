package io.github.sluice.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

final class RowJsonTest {
    @Test
    void mapsKeepEveryDigitAndCharacter() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("编号", Long.MIN_VALUE);
        row.put("d", 1.2345678901234567E19);
        row.put("f", 0.1f);
        row.put("big", new BigInteger("340282366920938463463374607431768211455"));
        row.put("dec", new BigDecimal("12345678901234567890.1234567890"));
        row.put("s", "中文 \uD83D\uDE00 \t\n\"\\ \u0000");
        row.put("n", null);
        row.put("b", true);
        row.put("nan", Double.NaN);
        row.put("bin", new byte[] {0, (byte) 255});
        row.put("buf", ByteBuffer.wrap(new byte[] {1, 2, 3}));
        row.put("list", Arrays.asList(1, null, Map.of("k", "v")));
        row.put("__op", 1);

        assertThat(text(row))
                .isEqualTo("{\"编号\":-9223372036854775808,\"d\":1.2345678901234567E19,\"f\":0.1,"
                        + "\"big\":340282366920938463463374607431768211455,\"dec\":12345678901234567890.1234567890,"
                        + "\"s\":\"中文 \uD83D\uDE00 \\t\\n\\\"\\\\ \\u0000\",\"n\":null,\"b\":true,\"nan\":\"NaN\","
                        + "\"bin\":\"AP8=\",\"buf\":\"AQID\",\"list\":[1,null,{\"k\":\"v\"}],\"__op\":1}");
    }

    @Test
    void structsKeepTheirTimesAndTheirNulls() {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("amount", Decimal.schema(4))
                .field("day", Date.SCHEMA)
                .field("time", Time.SCHEMA)
                .field("at", Timestamp.SCHEMA)
                .field(
                        "note",
                        SchemaBuilder.string()
                                .optional()
                                .defaultValue("default")
                                .build())
                .build();
        Struct row = new Struct(schema)
                .put("id", 7L)
                .put("amount", new BigDecimal("1.5000"))
                .put("day", new java.util.Date(86_400_000L * 19_724))
                .put("time", new java.util.Date(3_723_004))
                .put("at", new java.util.Date(1_704_164_645_006L))
                .put("note", null);

        assertThat(text(row))
                .isEqualTo("{\"id\":7,\"amount\":1.5000,\"day\":\"2024-01-02\",\"time\":\"01:02:03.004\","
                        + "\"at\":\"2024-01-02 03:04:05.006000\",\"note\":null}");
    }

    @Test
    void whatIsNoRowIsRefusedWithoutItsContent() {
        for (Object value : List.of("secret", "secret".getBytes(StandardCharsets.UTF_8), 5L, List.of("secret"))) {
            assertThatThrownBy(() -> RowJson.of(value))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(value.getClass().getName())
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> RowJson.of(Map.of("c", new Object())))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column c holds a java.lang.Object");
        assertThatThrownBy(() -> RowJson.of(Map.of(1, 2))).isInstanceOf(DataException.class);
    }

    private static String text(Object value) {
        return new String(RowJson.of(value), StandardCharsets.UTF_8);
    }
}
