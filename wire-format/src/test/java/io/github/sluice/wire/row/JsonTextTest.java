package io.github.sluice.wire.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.wire.support.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Canonical JSON beyond what MySQL itself stores; the published vectors hold the rest. */
class JsonTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"b\":1,\"a\":2,\"B\":3,\"\":4} | {\"\":4,\"B\":3,\"a\":2,\"b\":1}",
                "{\"\\uff5e\":1,\"\\ud83d\\ude00\":2} | {\"😀\":2,\"～\":1}", // by UTF-16 units, not code points
                "\"\\ud800\" | \"\\ud800\"",
                "\"\\b\\f\\/\\u007f\" | \"\\u0008\\u000c/\u007f\"",
                "9223372036854775807.0 | ~43e0000000000000",
                "9007199254740993 | 9007199254740993",
                "9007199254740993.0 | 9007199254740992",
                "1e400000000000 | refused",
                "1e-400 | 0",
                "-1e-400 | 0",
                "-0 | 0",
            })
    void oneTextForOneValue(String text, String canonical) throws Unfit {
        if (canonical.equals("refused")) {
            assertThatThrownBy(() -> JsonText.canonical(text)).isInstanceOf(Unfit.class);
        } else {
            assertThat(JsonText.canonical(text)).isEqualTo(canonical);
        }
    }

    @Test
    void documentsThatDifferStayDifferent() throws Unfit {
        String[] documents = {
            "1",
            "[\"1\"]",
            "\"01\"",
            "\"1 \"",
            "true",
            "[true]",
            "[\"true\"]",
            "\"True\"",
            "null",
            "\"null\"",
            "[]",
            "{}",
            "[1]",
            "[[1]]",
            "{\"a\":1}",
            "{\"a\":\"1\"}",
            "[1,2]",
            "[2,1]",
            "1.5",
            "\"~3ff8000000000000\"",
            "[\"a\",\"b\"]",
            "[\"a,b\"]",
            "\"\\u0000\"",
            "\"\\\\u0000\"",
            "\"\""
        };
        for (int i = 0; i < documents.length; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(JsonText.canonical(documents[i])).isNotEqualTo(JsonText.canonical(documents[j]));
            }
        }
    }

    /** StarRocks keeps a bare number or boolean as the string of its text. */
    @Test
    void aBareScalarEqualsTheStringOfItsText() throws Unfit {
        String[][] pairs = {{"1", "\"1\""}, {"true", "\"true\""}, {"-0.5", "\"-5e-1\""}, {"1e20", "\"1E+20\""}};
        for (String[] pair : pairs) {
            assertThat(JsonText.canonical(pair[1])).isEqualTo(JsonText.canonical(pair[0]));
        }
        assertThat(JsonText.canonical("\"1e999\"")).isEqualTo("\"1e999\"");
    }

    /** The check on a row's way builds no form, so it must be told apart from the one that does. */
    @Test
    void whatHasNoFormIsRefusedAndNothingElse() {
        String[] documents = {
            "{\"a\":[1,2.5,{\"b\":null,\"a\":\"x\\n\"}],\"c\":true,\"d\":-1e300}",
            "[[],{},\"\",0,\"1e999\",18446744073709551616]",
            "{\"k\":1,\"l\":{\"k\":1}}",
            "1e30",
            "\"text\""
        };
        String marks = "{}[],:\"\\01e9-+.nk ";
        int[] refused = new int[1];
        Seeds.forAll(20_000, (random, i) -> {
            StringBuilder text = new StringBuilder(documents[random.nextInt(documents.length)]);
            for (int edits = random.nextInt(3); edits > 0 && text.length() > 0; edits--) {
                int at = random.nextInt(text.length());
                char mark = marks.charAt(random.nextInt(marks.length()));
                switch (random.nextInt(3)) {
                    case 0:
                        text.setCharAt(at, mark);
                        break;
                    case 1:
                        text.insert(at, mark);
                        break;
                    default:
                        text.deleteCharAt(at);
                }
            }
            String document = text.toString();
            String fault = faultOf(() -> JsonText.canonical(document));
            refused[0] += fault.isEmpty() ? 0 : 1;
            assertThat(faultOf(() -> JsonText.check(document))).as(document).isEqualTo(fault);
        });
        assertThat(refused[0]).isBetween(5_000, 15_000);
    }

    private interface Reading {
        void run() throws Unfit;
    }

    private static String faultOf(Reading reading) {
        try {
            reading.run();
            return "";
        } catch (Unfit e) {
            return e.reason();
        }
    }

    /** As many keys as anybody likes, none of which stays behind in a symbol table. */
    @Test
    void manyKeysAreOrdinary() throws Unfit {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 200_000; i++) {
            text.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":").append(i);
        }
        assertThat(JsonText.canonical(text.append('}').toString())).startsWith("{\"k0\":0,\"k1\":1,\"k10\":10,");
    }
}
