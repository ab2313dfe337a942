package io.github.sluice.wire.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePositionTest {
    private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String B = "b0d822b5-2b1c-11ef-9c5a-0242ac120002";

    private static SourcePosition at(String text) {
        return SourcePosition.parse(full(text));
    }

    private static String full(String text) {
        return text.replace("A@", A + "@").replace("B@", B + "@").replace("A:", A + ":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A:1-5",
                "A@binlog.000001:4",
                "A@binlog.000001:157#1700000000",
                "A@mysql-bin.1000000:4294967296",
                "A@a:b@c#1.000001:4#7"
            })
    void isReadBackAsItIsPrinted(String text) {
        assertThat(at(text)).hasToString(full(text)).isEqualTo(at(text));
        assertThat(at(text).copy()).isEqualTo(at(text)).isNotSameAs(at(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"A@binlog:4", "A@binlog.000001:3", "A@binlog.000001", "A@binlog.000001:4#", "x@binlog.000001:4"})
    void whatIsNeitherIsRefused(String text) {
        assertThatThrownBy(() -> at(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "A@binlog.000002:500, A@binlog.000002:500, true",
        "A@binlog.000002:500, A@binlog.000002:501, false",
        "A@binlog.000002:500, A@binlog.000001:900, true",
        "A@binlog.000002:500, A@binlog.000003:4, false",
        "A@binlog.1000000:4, A@binlog.999999:900, true",
        "A@binlog.000002:500#7, A@binlog.000002:500#8, true",
        "A@binlog.000002:500, B@binlog.000001:4, false",
        "A@binlog.000002:500, A@other.000001:4, false",
        "A@binlog.000002:500, '', true",
        "A@binlog.000002:500, A:1-5, false",
        "A:1-5, A@binlog.000002:500, false",
        "'', A@binlog.000002:500, false",
        "A:1-5, A:2-3, true"
    })
    void coversWhatLiesBeforeItOnTheSameServer(String whole, String part, boolean covered) {
        assertThat(at(whole).covers(at(part))).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({
        "A@binlog.000002:500, A@binlog.000002:499, true",
        "A@binlog.000002:500, A@binlog.000002:500, false",
        "A@binlog.000002:500, A@binlog.000001:900, true",
        "A@binlog.000002:500, B@binlog.000001:900, false",
        "A@binlog.000002:500, A:7, false",
        "A:1-7, A:7, true",
        "A:1-7, A@binlog.000001:900, false"
    })
    void containsTheTransactionsThatBeginBeforeIt(String position, String transaction, boolean contained) {
        assertThat(at(position).contains(full(transaction))).isEqualTo(contained);
    }

    @Test
    void aTransactionIsContainedFromItsEndOnAndNothingMovesBackwards() {
        SourcePosition position = at("A@binlog.000001:157#70");
        String name = FilePosition.nameOf(A, "binlog.000001", 157);
        assertThat(position.contains(name)).isFalse();
        position.complete(name, "binlog.000001", 400, 70);
        assertThat(position.contains(name)).isTrue();
        position.complete(FilePosition.nameOf(A, "binlog.000001", 4), "binlog.000001", 157, 70);
        assertThat(position).as("what is read again").isEqualTo(at("A@binlog.000001:400#70"));
    }

    @Test
    void passesFilesAndLearnsWhenTheyWereBegun() {
        SourcePosition position = at("A@binlog.000001:400");
        assertThat(position.pass("binlog.000001", 400, 0)).isFalse();
        assertThat(position.pass("binlog.000001", 400, 70)).isTrue();
        assertThat(position.pass("binlog.000001", 400, 0)).isFalse();
        assertThat(position).isEqualTo(at("A@binlog.000001:400#70"));
        assertThat(position.pass("binlog.000002", 4, 0)).isTrue();
        assertThat(position).as("the other file's beginning is not this one's").isEqualTo(at("A@binlog.000002:4"));
        assertThat(position.pass("binlog.000001", 900, 70)).isFalse();
        assertThat(at("A:1-5").pass("binlog.000002", 4, 0)).isFalse();
    }

    @Test
    void theLatestCommonPointIsTheEarlierOne() {
        assertThat(at("A@binlog.000002:500#7").common(at("A@binlog.000001:900")))
                .isEqualTo(at("A@binlog.000001:900"));
        assertThat(at("A@binlog.000001:900").common(at("A@binlog.000002:500"))).isEqualTo(at("A@binlog.000001:900"));
        assertThat(at("A:1-5").common(at("A:4-9"))).isEqualTo(at("A:4-5"));
        assertThatThrownBy(() -> at("A@binlog.000001:900").common(at("B@binlog.000001:900")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> at("A:1-5").common(at("A@binlog.000001:900")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
