package io.github.sluice.testbed.starrocks.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenCursorTest {
    @Test
    void thePageListsOneHundredAndSixtyOneReservedWords() {
        assertThat(ReservedWords.count()).isEqualTo(161);
        assertThat(ReservedWords.contains("Json")).isTrue();
        assertThat(ReservedWords.contains("comment")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'it''s'|it's",
                "'it\\'s'|it's",
                "\"a \"\"b\"\"\"|a \"b\"",
                "'a\\\\b'|a\\b",
                "'100\\%'|100\\%",
                "'中文😀'|中文😀"
            })
    void quotesAreDoubledOrEscaped(String literal, String value) {
        assertThat(TokenCursor.of(literal).string()).isEqualTo(value);
    }

    @Test
    void anEscapedNewlineBecomesOne() {
        assertThat(TokenCursor.of("'a\\nb\\0c'").string()).isEqualTo("a\nb\0c");
    }

    @Test
    void statementsAreCutAtSemicolonsOutsideQuotes() {
        List<TokenCursor> statements = TokenCursor.statements("SELECT ';' -- ;\n; /* ; */ USE `a;b`;;");
        assertThat(statements).extracting(TokenCursor::text).containsExactly("SELECT ';' -- ;", "USE `a;b`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"SELECT 'a", "SELECT `a", "SELECT /* a", "SELECT §"})
    void whatIsNotATokenIsASyntaxError(String sql) {
        assertThatThrownBy(() -> TokenCursor.of(sql))
                .hasMessageStartingWith("Getting syntax error at line 1, column 7.");
    }
}
