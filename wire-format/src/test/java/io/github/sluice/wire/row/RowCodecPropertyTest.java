package io.github.sluice.wire.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.support.Rows;
import io.github.sluice.wire.support.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowCodecPropertyTest {
    @Test
    void decodingWhatWasEncodedGivesTheRowBack() {
        Seeds.forAll(2_000, (random, i) -> {
            RowSchema schema = Rows.schema(random);
            RowCodec codec = new RowCodec(schema);
            Object[] wire = codec.normalise(Rows.delivered(random, schema));
            byte[] json = codec.encode(wire);
            assertThat(codec.decode(json)).containsExactly(wire);
            assertThat(codec.normalise(wire)).containsExactly(wire);
            assertThat(codec.encode(codec.decode(json))).isEqualTo(json);
        });
    }

    @Test
    void encodingAndFramingInOnePassIsBothOnTheirOwn() {
        Seeds.forAll(5_000, (random, i) -> {
            RowSchema schema = Rows.schema(random);
            RowCodec codec = new RowCodec(schema);
            EqualityForm inOnePass = new EqualityForm(schema);
            EqualityForm alone = new EqualityForm(schema);
            for (int row = 0; row < 2; row++) {
                Object[] wire = codec.normalise(Rows.delivered(random, schema));
                alone.frame(wire);

                assertThat(codec.encode(wire, inOnePass)).isEqualTo(codec.encode(wire));
                assertThat(Arrays.copyOf(inOnePass.array(), inOnePass.length()))
                        .isEqualTo(Arrays.copyOf(alone.array(), alone.length()));
                for (int column = 0; column <= schema.size(); column++) {
                    assertThat(inOnePass.start(column)).isEqualTo(alone.start(column));
                }
            }
        });
    }

    @Test
    void anotherJsonLibraryReadsTheSameKeysInTheSameOrder() {
        Seeds.forAll(500, (random, i) -> {
            RowSchema schema = Rows.schema(random);
            RowCodec codec = new RowCodec(schema);
            byte[] json = codec.encode(codec.normalise(Rows.delivered(random, schema)));
            Map<?, ?> tree = (Map<?, ?>) Json.parse(new String(json, StandardCharsets.UTF_8));
            assertThat(tree.keySet().stream().map(Object::toString))
                    .containsExactlyElementsOf(
                            schema.columns().stream().map(WireColumn::name).toList());
        });
    }

    @Test
    void framesOfDifferentRowsDiffer() {
        Seeds.forAll(2_000, (random, i) -> {
            RowSchema schema = Rows.schema(random);
            RowCodec codec = new RowCodec(schema);
            EqualityForm form = new EqualityForm(schema);
            Object[] a = codec.normalise(Rows.delivered(random, schema));
            Object[] b = codec.normalise(Rows.delivered(random, schema));
            boolean same = true;
            for (int c = 0; c < a.length; c++) {
                byte[] left = form.bytes(c, a[c]);
                byte[] right = form.bytes(c, b[c]);
                same &= left == null ? right == null : right != null && Arrays.equals(left, right);
            }
            form.frame(a);
            byte[] frame = Arrays.copyOf(form.array(), form.length());
            form.frame(b);
            assertThat(Arrays.equals(frame, Arrays.copyOf(form.array(), form.length())))
                    .isEqualTo(same);
        });
    }

    @Test
    void partsOfAFrameAreTheFrameOfTheseColumnsAlone() {
        Seeds.forAll(500, (random, i) -> {
            RowSchema schema = Rows.schema(random);
            Object[] wire = new RowCodec(schema).normalise(Rows.delivered(random, schema));
            EqualityForm form = new EqualityForm(schema);
            form.frame(wire);
            byte[] part = form.part(schema.identity());
            form.frameParts(wire, schema.identity());
            assertThat(Arrays.copyOf(form.array(), form.length())).isEqualTo(part);
        });
    }

    /** Whatever order of keys, blanks, escapes and spelling of numbers: one canonical text. */
    @Test
    void spellingsOfOneJsonDocumentAreEqual() {
        Seeds.forAll(2_000, (random, i) -> {
            Object tree = document(random, 3);
            String one = spell(random, tree);
            String other = spell(random, tree);
            assertThat(canonical(other)).as("%s%n%s", one, other).isEqualTo(canonical(one));
        });
    }

    private static String canonical(String text) {
        try {
            return JsonText.canonical(text);
        } catch (Unfit e) {
            throw new AssertionError(e.reason() + ": " + text);
        }
    }

    private static Object document(Random random, int depth) {
        switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0:
                return random.nextBoolean();
            case 1:
                return random.nextLong() >> random.nextInt(64);
            case 2:
                return random.nextInt(4) == 0 ? (double) random.nextInt(1000) : Rows.number(random);
            case 3:
                return Rows.text(random);
            case 4:
                List<Object> list = new ArrayList<>();
                for (int n = random.nextInt(4); n > 0; n--) {
                    list.add(document(random, depth - 1));
                }
                return list;
            default:
                Map<String, Object> map = new LinkedHashMap<>();
                for (int n = random.nextInt(4); n > 0; n--) {
                    map.put(Rows.text(random), document(random, depth - 1));
                }
                return map;
        }
    }

    private static String spell(Random random, Object tree) {
        String blank = random.nextBoolean() ? "" : " ";
        if (tree instanceof List) {
            List<String> items = new ArrayList<>();
            ((List<?>) tree).forEach(item -> items.add(spell(random, item)));
            return "[" + String.join(blank + ",", items) + blank + "]";
        }
        if (tree instanceof Map) {
            List<Map.Entry<?, ?>> entries = new ArrayList<>(((Map<?, ?>) tree).entrySet());
            Collections.shuffle(entries, random);
            StringBuilder out = new StringBuilder("{");
            for (Iterator<Map.Entry<?, ?>> it = entries.iterator(); it.hasNext(); ) {
                Map.Entry<?, ?> entry = it.next();
                out.append(spell(random, entry.getKey())).append(blank + ":").append(spell(random, entry.getValue()));
                out.append(it.hasNext() ? "," + blank : "");
            }
            return out + "}";
        }
        if (tree instanceof String && random.nextBoolean()) {
            StringBuilder out = new StringBuilder("\"");
            ((String) tree).chars().forEach(c -> out.append(String.format("\\u%04X", c)));
            return out + "\"";
        }
        if (tree instanceof Double && random.nextBoolean()) {
            return String.format("%.17e", (Double) tree);
        }
        return Json.write(tree);
    }
}
