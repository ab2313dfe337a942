package io.github.sluice.coordinator.s1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** inventory #63, #199 */
class ShardExpressionTest {
    private static final List<String> PARTS = List.of(
            "depot", "depot_1", "depot_12", "Depot_1", "xdepot_1", "scan", "scan_1", "scan_1_old", "scans", "x", "a1");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "depot_\\d+\\.scan_\\d+; depot_\\d+; scan_\\d+.*; [PREFIX]",
                "^depot_\\d+\\.scan_\\d+$; depot_\\d+; scan_\\d+; []",
                "depot[.]scan.*; depot; scan.*; [PREFIX]",
                "depot\\.scan_\\d+\\Z; depot; scan_\\d+; []",
                "depot.scan_\\d+$; depot; scan_\\d+; [ANY_CHARACTER]",
                "depot\\.scan$|depot\\.stop$; depot; scan|stop; []",
                "^(depot|shed)\\.scan$; (depot|shed); scan; []",
                "^(?:depot\\.scan|shed\\.scan)$; depot|shed; scan; []",
                "(?P<db>depot)\\.scan$; depot; scan; []",
                "(?i)depot\\.scan$; (?i)depot; (?i)scan; []",
                "depot\\.scan\\$; depot; scan\\$.*; [PREFIX]",
                "depot\\.(?:a|b); depot; (?:a|b).*; [PREFIX]",
                "(?:(?:depot_\\d)\\.(?:a|b))$; depot_\\d; a|b; []",
                "(?i)depot\\.scan$|depot\\.stop$; (?i)depot; (?i)scan|stop; []",
                "depot\\.scan_[.|]$; depot; scan_[.|]; []"
            })
    void oneExpressionBecomesTwoOfWholeNames(String scripts, String databases, String tables, String oddities) {
        ShardExpression parted = ShardExpression.of(scripts).orElseThrow();
        assertThat(parted.databases()).isEqualTo(databases);
        assertThat(parted.tables()).isEqualTo(tables);
        assertThat(parted.oddities()).hasToString(oddities);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "depot; (?:depot).*",
                "depot.*; (?:depot.*).*",
                "a.b.c$; a.b.c",
                "(\\w+)\\.\\1$; (\\w+)\\.\\1",
                "(?!depot\\.old)\\w+\\.scan; (?:(?!depot\\.old)\\w+\\.scan).*",
                "depot\\.scan$|shed\\.stop$; (?:depot\\.scan$|shed\\.stop$).*"
            })
    void whatNoSingleDotPartsIsOneOfWholeNames(String scripts, String tables) {
        ShardExpression whole = ShardExpression.of(scripts).orElseThrow();
        assertThat(whole.databases()).isEmpty();
        assertThat(whole.tables()).isEqualTo(tables);
    }

    @Test
    void whatIsNoExpressionInJavaIsNone() {
        assertThat(ShardExpression.of("depot\\.(scan")).isEmpty();
        assertThat(ShardExpression.of("(?P=name)depot")).isEmpty();
    }

    /** Python's re.match is lookingAt; the names have no dot of their own, as those that the scripts can route. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "depot_\\d+\\.scan_\\d+",
                "depot_\\d+\\.scan_\\d+$",
                "^depot\\.scan",
                "depot\\.scan|depot\\.x$",
                "(?:depot\\.scan|depot_1\\.scan)$",
                "(?i)depot_\\d\\.s.*",
                "\\w+\\.scan_?\\d*",
                "depot_[0-9]{1,2}\\.(?!scans)\\w+",
                "depot",
                "d.*",
                "depot.scan.1",
                "(\\w+)\\.\\1$",
                "(?!depot\\.scan)\\w+\\.scan",
                "depot\\.scan$|scan\\.depot"
            })
    void theTwoMatchWhatTheScriptsMatched(String scripts) {
        ShardExpression parted = ShardExpression.of(scripts).orElseThrow();
        Pattern python = Pattern.compile(scripts);
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        int matched = 0;
        for (int i = 0; i < 2000; i++) {
            String name = PARTS.get(random.nextInt(PARTS.size())) + "." + PARTS.get(random.nextInt(PARTS.size()));
            boolean before = python.matcher(name).lookingAt();
            assertThat(parted.matches(name))
                    .as(name + ", rerun with -Dseed=" + seed)
                    .isEqualTo(before);
            matched += before ? 1 : 0;
        }
        assertThat(matched).isPositive();
    }

    @Test
    void severalAreOneThatMatchesNoMore() {
        ShardExpression shared = ShardExpression.together(
                List.of(part("(?i)depot\\.scan$"), part("shed\\.scan$"), part("(?i)shed\\.scan$")));
        assertThat(shared.matches("DEPOT.scan")).isTrue();
        ShardExpression apart = ShardExpression.together(List.of(
                part("depot_\\d\\.scan$"), part("shed\\.stop$"), ShardExpression.ofNames(List.of("a.b$", "c.d"))));
        assertThat(apart.databases()).isEmpty();
        assertThat(apart.tables()).isEqualTo("(?:depot_\\d)\\.(?:scan)|(?:shed)\\.(?:stop)|a\\.b\\$|c\\.d");
        assertThat(List.of("depot_1.scan", "shed.stop", "a.b$", "c.d")).allMatch(apart::matches);
        assertThat(List.of("depot_1.stop", "shed.scan", "a.b", "cxd")).noneMatch(apart::matches);
    }

    private static ShardExpression part(String scripts) {
        return ShardExpression.of(scripts).orElseThrow();
    }
}
