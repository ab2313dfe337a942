package io.github.sluice.wire.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.support.Vectors;
import io.github.sluice.wire.type.MySqlType;
import io.github.sluice.wire.type.WireKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each value of each type has one wire value and one equality form, whoever read it. */
class TypeVectorsTest {
    static List<Map<String, Object>> vectors() {
        return Vectors.list(Vectors.read("types"), "vectors");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theTypeSaysHowTheColumnIsSelected(Map<String, Object> vector) {
        MySqlType type = MySqlType.parse(Vectors.text(vector, "type"));
        assertThat(type.kind()).isEqualTo(WireKind.valueOf(Vectors.text(vector, "kind")));
        assertThat(type.selectExpression("`c`")).isEqualTo(vector.get("select"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatDataxDeliversBecomesTheWireValue(Map<String, Object> vector) {
        RowCodec codec = codec(vector);
        for (Object delivered : delivered(vector)) {
            assertThat(one(codec, delivered)).isEqualTo(wire(vector));
        }
        boolean counted = (Boolean) vector.get("zeroDate");
        assertThat(codec.zeroDates()).isEqualTo(counted ? delivered(vector).size() : 0);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theWireValueSurvivesJson(Map<String, Object> vector) {
        RowCodec codec = codec(vector);
        Object wire = wire(vector);
        assertThat(codec.decode(codec.encode(new Object[] {wire}))).containsExactly(wire);
        assertThat(one(codec, wire)).as("wire form is a fixed point").isEqualTo(wire);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everyReadingHasTheSameEqualityForm(Map<String, Object> vector) {
        RowCodec codec = codec(vector);
        EqualityForm form = new EqualityForm(codec.schema());
        Object expected = vector.get("equality");
        assertThat(hex(form.bytes(0, wire(vector)))).isEqualTo(expected);
        for (Object reading : (List<?>) vector.get("readings")) {
            assertThat(hex(form.bytes(0, one(codec, reading))))
                    .as("%s", reading)
                    .isEqualTo(expected);
        }
    }

    @Test
    void everyRowOfTheTypeTableHasVectorsAndANull() {
        Set<String> named = vectors().stream()
                .map(vector -> MySqlType.parse(Vectors.text(vector, "type")))
                .map(type -> type.baseName() + (type.unsigned() ? " unsigned" : ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named)
                .contains(
                        "tinyint",
                        "tinyint unsigned",
                        "smallint",
                        "smallint unsigned",
                        "mediumint",
                        "mediumint unsigned",
                        "int",
                        "int unsigned",
                        "bigint",
                        "bigint unsigned",
                        "year",
                        "bit unsigned",
                        "decimal",
                        "float",
                        "double",
                        "date",
                        "datetime",
                        "timestamp",
                        "time",
                        "char",
                        "varchar",
                        "tinytext",
                        "text",
                        "mediumtext",
                        "longtext",
                        "enum",
                        "set",
                        "binary",
                        "varbinary",
                        "tinyblob",
                        "blob",
                        "mediumblob",
                        "longblob",
                        "json",
                        "geometry as text");
        Stream<String> types =
                vectors().stream().map(vector -> Vectors.text(vector, "type")).distinct();
        Set<Object> withNull = vectors().stream()
                .filter(vector -> "NULL".equals(vector.get("sql")))
                .map(vector -> vector.get("type"))
                .collect(Collectors.toSet());
        assertThat(types).allMatch(withNull::contains);
    }

    @Test
    void differentValuesOfAColumnHaveDifferentEqualityForms() {
        Map<String, List<Map<String, Object>>> byType =
                vectors().stream().collect(Collectors.groupingBy(vector -> Vectors.text(vector, "type")));
        byType.forEach((type, some) -> {
            // a date that StarRocks cannot hold is null like NULL itself
            List<String> forms = some.stream()
                    .filter(vector -> vector.get("equality") != null)
                    .map(vector -> Vectors.text(vector, "equality"))
                    .toList();
            assertThat(forms).as(type).doesNotHaveDuplicates();
        });
    }

    private static RowCodec codec(Map<String, Object> vector) {
        return new RowCodec(new RowSchema(List.of(WireColumn.of("c", Vectors.text(vector, "type"))), List.of()));
    }

    /** The Java classes that mysqlreader's columns hold for it. */
    private static List<@Nullable Object> delivered(Map<String, Object> vector) {
        String text = (String) vector.get("delivered");
        if (text == null) {
            return Arrays.asList((Object) null);
        }
        return switch (Vectors.text(vector, "deliveredAs")) {
            case "integer" -> integers(new BigInteger(text), Vectors.text(vector, "type"));
            case "number" ->
                Vectors.text(vector, "kind").equals("DOUBLE")
                        ? List.of(text, new BigDecimal(text), Double.parseDouble(text))
                        : List.of(text, new BigDecimal(text));
            case "bytes" -> List.of(Base64.getDecoder().decode(text));
            default -> List.of(text);
        };
    }

    private static List<Object> integers(BigInteger value, String type) {
        if (value.bitLength() > 63) {
            return List.of(value, value.toString(), new BigDecimal(value));
        }
        boolean truth = value.bitLength() <= 1 && value.signum() >= 0 && type.matches("tinyint\\(1\\)|bit\\(1\\)");
        List<Object> classes = List.of(value, value.toString(), new BigDecimal(value), value.longValue());
        return truth
                ? Stream.concat(classes.stream(), Stream.of(value.signum() == 1))
                        .toList()
                : classes;
    }

    private static @Nullable Object wire(Map<String, Object> vector) {
        Object wire = vector.get("wire");
        return wire instanceof BigDecimal ? ((BigDecimal) wire).doubleValue() : wire;
    }

    private static @Nullable Object one(RowCodec codec, @Nullable Object value) {
        return codec.normalise(new Object[] {value})[0];
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : Hex.encode(bytes);
    }
}
