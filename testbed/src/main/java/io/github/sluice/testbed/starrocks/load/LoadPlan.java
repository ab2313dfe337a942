package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.load.expression.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one load reads and how table rows come out of it. Immutable.
 *
 * @param sources columns read from the payload, in the order of the {@code columns} header
 * @param targets one per table column; null for a column that takes its default
 * @param operation value of {@code __op}; null when every row is an upsert
 * @param where over table rows; null selects all
 * @param mergeCondition position of the column of {@code merge_condition}; -1 without
 * @param written positions of the columns of a partial update; null for whole rows
 */
record LoadPlan(
        TableModel table,
        List<Source> sources,
        List<@Nullable Expression> targets,
        @Nullable Expression operation,
        @Nullable Expression where,
        int mergeCondition,
        int @Nullable [] written) {

    /** Name of the hidden column that says upsert or delete. */
    static final String OP = "__op";

    /** One column of the payload; {@code type} decides how its text is read. */
    record Source(String name, StarRocksType type) {
        boolean isOperation() {
            return name.equals(OP);
        }
    }
}
