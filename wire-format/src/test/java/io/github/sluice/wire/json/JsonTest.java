package io.github.sluice.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void numbersKeepEveryDigit() {
        assertThat(Json.parse("[1,-9223372036854775808,9223372036854775808,1.10,1e2,true,false,null,\"中\"]"))
                .isEqualTo(Arrays.asList(
                        1L,
                        Long.MIN_VALUE,
                        new BigInteger("9223372036854775808"),
                        new BigDecimal("1.10"),
                        new BigDecimal("1e2"),
                        true,
                        false,
                        null,
                        "中"));
    }

    @Test
    void objectsKeepTheirOrder() {
        Object tree = Json.parse(" {\"b\": {\"z\":[]}, \"a\": [ {} ]} ");
        assertThat(Json.write(tree)).isEqualTo("{\"b\":{\"z\":[]},\"a\":[{}]}");
    }

    @Test
    void whatIsWrittenIsReadBackEqual() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("text", "a\"\\\n\u0001中😀");
        tree.put("int", 7);
        tree.put("decimal", new BigDecimal("1E+3"));
        tree.put("double", 0.1);
        tree.put("list", Arrays.asList(null, true, Long.MAX_VALUE));
        String json = Json.write(tree);
        assertThat(json)
                .isEqualTo("{\"text\":\"a\\\"\\\\\\n\\u0001中😀\",\"int\":7,\"decimal\":1000,\"double\":0.1,"
                        + "\"list\":[null,true,9223372036854775807]}");
        assertThat(Json.write(Json.parse(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "01",
                "+1",
                ".5",
                "NaN",
                "1 2",
                "{}{}",
                "nul",
                "{\"hunter2\":1,\"hunter2\":2}",
                "\"hunter2",
                "{\"a\" \"hunter2\"}",
                "hunter2",
                "// c\n1",
                "\"\t\""
            })
    void whatIsNotOneValueIsRefusedWithoutBeingRepeated(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter")
                .hasNoCause();
    }

    @Test
    void whatHasNoJsonIsRefused() {
        for (Object value : List.of(Double.NaN, Float.POSITIVE_INFINITY, 'c', new Object(), Map.of(1, 2))) {
            assertThatThrownBy(() -> Json.write(value)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
