package io.github.sluice.coordinator.s1;

import java.util.Locale;
import java.util.Set;

/** Words that StarRocks takes as a name only between back quotes (starrocks.md 10.4). */
final class ReservedWords {
    private static final Set<String> WORDS = Set.of("""
            add all alter analyze and array as asc asof between bigint bitmap bitshiftleft bitshiftright
            bitshiftrightlogical both by case char character check collate column compaction convert create cross cube
            current_date current_group current_role current_time current_timestamp current_user current_warehouse
            database databases decimal decimal128 decimal256 decimal32 decimal64 decimalv2 default deferred delete
            dense_rank desc describe distinct div double drop dual else exists explain false files first_value float for
            force from full function gin grant group grouping grouping_id groups having hll if ignore immediate in index
            infile inner insert int integer intersect into invoker is join json key keys kill lag largeint last_query_id
            last_value lateral lead left like limit load localtime localtimestamp maxvalue microsecond millisecond mod
            not ntile null on optimize or order outer outfile over partition percentile prepare primary procedure range
            read regexp release rename replace revoke right rlike rows row_number schema schemas select set set_var show
            smallint table terminated text then tinyint to true union unique unsigned update use using values varchar
            variant when where with""".split("\\s+"));

    private ReservedWords() {}

    /** Whether a word, case ignored, is reserved. */
    static boolean contains(String word) {
        return WORDS.contains(word.toLowerCase(Locale.ROOT));
    }
}
