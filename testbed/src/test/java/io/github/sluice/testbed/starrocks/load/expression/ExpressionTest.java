package io.github.sluice.testbed.starrocks.load.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import io.github.sluice.testbed.starrocks.sql.TokenCursor;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final List<String> NAMES = List.of("n", "s", "x", "d");
    private static final List<StarRocksType> TYPES = List.of(
            StarRocksType.BIGINT, StarRocksType.varchar(100), StarRocksType.varchar(100), StarRocksType.decimal(10, 2));
    private static final Object[] ROW = {7L, "Abc", null, new java.math.BigDecimal("1.50")};

    private static Expression parse(String text) throws ExpressionException {
        TokenCursor cursor = TokenCursor.of(text);
        Expression expression = new ExpressionParser(
                        cursor,
                        name -> NAMES.contains(name)
                                ? new Expression.Column(NAMES.indexOf(name), TYPES.get(NAMES.indexOf(name)))
                                : null,
                        ZoneId.of("Asia/Shanghai"))
                .parse();
        cursor.expectEnd();
        return expression;
    }

    private static String value(String text) throws ExpressionException {
        Object value = parse(text).evaluate(ROW);
        return value == null ? "NULL" : Values.text(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "n + 1~8",
                "n - 10~-3",
                "-n~-7",
                "n * 2 + 3 * (1 + 1)~20",
                "n / 2~3.5",
                "n % 4~3",
                "n / 0~NULL",
                "d + 1~2.50",
                "d * 3~4.50",
                "'3' + 4~7",
                "9223372036854775807 + 1~9223372036854775808",
                "concat(s, '-', n)~Abc-7",
                "concat(s, x)~NULL",
                "concat_ws(',', s, x, n)~Abc,7",
                "upper(s)~ABC",
                "lower(s)~abc",
                "length('中文')~6",
                "char_length('中文')~2",
                "substr('中文字', 2, 1)~文",
                "substring(s, -2)~bc",
                "replace(s, 'b', 'BB')~ABBc",
                "trim('  a b ')~a b",
                "ifnull(x, s)~Abc",
                "coalesce(x, x, 3)~3",
                "nullif(n, 7)~NULL",
                "if(n > 5, 'big', 'small')~big",
                "case n when 7 then 'seven' else 'other' end~seven",
                "case when n < 5 then 'a' when n < 9 then 'b' end~b",
                "cast('12abc' as int)~NULL",
                "cast('12.9' as int)~12",
                "cast(n as varchar)~7",
                "cast('1.005' as decimal(10,2))~1.01",
                "cast('2024-01-02T03:04:05Z' as datetime)~2024-01-02 03:04:05",
                "cast('2024-01-02' as date)~2024-01-02",
                "parse_json('{\"b\":1,\"a\":[true]}')~{\"a\": [true], \"b\": 1}",
                "parse_json('{')~NULL",
                "parse_json('12')~\"12\"",
                "parse_json('null')~NULL",
                "cast(12 as json)~12",
                "cast('12' as json)~\"12\"",
                "hex('中')~E4B8AD",
                "hex(255)~FF",
                "unhex('4142')~AB",
                "to_binary('4142')~AB",
                "to_binary('QUI=', 'encode64')~AB",
                "to_binary('!', 'encode64')~NULL",
                "to_base64('AB')~QUI=",
                "from_base64('QUI=')~AB",
                "md5('a')~0cc175b9c0f1b6a831c399e269772661",
                "from_unixtime(0)~1970-01-01 08:00:00",
                "from_unixtime(-1)~NULL",
                "unix_timestamp('1970-01-01 08:00:10')~10",
                "abs(-3)~3",
                "n = 7 and s = 'Abc'~1",
                "s = 'abc'~0",
                "n between 7 and 9~1",
                "n not between 7 and 9~0",
                "x is null~1",
                "s is not null~1",
                "x = 1~NULL",
                "x = 1 or n = 7~1",
                "x = 1 and n = 8~0",
                "not x = 1~NULL",
                "n in (1, 7)~1",
                "n in (1, null)~NULL",
                "n not in (1, 2)~1",
                "s like 'A%c'~1",
                "s like 'a_c'~0",
                "'a%b' like 'a\\%b'~1",
                "n != 7~0",
                "n >= 7.5~0",
                "cast('2024-01-02' as date) < '2024-01-02 00:00:01'~1",
                "true and 1~1"
            })
    void expressionsHaveTheValuesOfSql(String text, String expected) throws Exception {
        assertThat(value(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nope(n)", "concat()", "substr(s)", "sum(n)", "count(*)", "d / 2", "cast(n as uuid)", "if(n, 1)"
            })
    void whatIsNotImplementedIsRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(ExpressionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n +", "(n", "n n", "select", "case when n", "n not 5", "cast(n, int)", "'open"})
    void whatIsNoExpressionIsASyntaxError(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(SqlError.class)
                .hasMessageStartingWith("Getting syntax error");
    }

    @Test
    void anUnknownColumnIsNamed() {
        assertThatThrownBy(() -> parse("upper(missing)"))
                .isInstanceOf(UnknownColumnException.class)
                .hasMessage("missing");
    }
}
