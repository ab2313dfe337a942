package io.github.sluice.kafkawriter;

import io.github.sluice.writer.ParameterMap;
import io.github.sluice.writer.Problems;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Which partition a row goes to. {@code keyColumns} leaves it to the producer, which hashes the record key, so that one
 * row's changes keep their order; every other way chooses regardless of the key. Immutable, thread-safe.
 */
final class Partitioning {
    static final String DEFAULT = "keyColumns";

    private static final Pattern FIXED = Pattern.compile("fixed:([0-9]{1,6})");

    private final String text;
    private final @Nullable String table;
    private final int fixed;

    private Partitioning(String text, @Nullable String table, int fixed) {
        this.text = text;
        this.table = table;
        this.fixed = fixed;
    }

    static Partitioning from(ParameterMap given, Problems problems) {
        String text = given.string(Key.PARTITION_BY, DEFAULT);
        Matcher matcher = FIXED.matcher(text);
        switch (text) {
            case DEFAULT:
            case "random":
            case "roundRobin":
                return new Partitioning(text, null, -1);
            case "table":
                String table = given.string(Key.SOURCE_TABLE);
                if (table == null) {
                    problems.add(
                            Key.PARTITION_BY,
                            "table needs a reader whose connection names one database and one table; rows do not tell"
                                    + " which table they are from, so write " + Key.KEY_COLUMNS + " or fixed:N");
                }
                return new Partitioning(text, table, -1);
            default:
                if (!matcher.matches()) {
                    problems.add(
                            Key.PARTITION_BY, "must be one of keyColumns, table, random, roundRobin, fixed:N", text);
                    return new Partitioning(DEFAULT, null, -1);
                }
                return new Partitioning(text, null, Integer.parseInt(matcher.group(1)));
        }
    }

    /** Whether the record key alone decides. */
    boolean isByKey() {
        return text.equals(DEFAULT);
    }

    /** Whether rows of one key can be in several partitions, in no order between them. */
    boolean scatters() {
        return text.equals("random") || text.equals("roundRobin");
    }

    /** The partition that must exist; empty where any topic will do. */
    OptionalInt fixed() {
        return fixed < 0 ? OptionalInt.empty() : OptionalInt.of(fixed);
    }

    /**
     * A chooser for one task: from the number of partitions to one of them. Null leaves the choice to the producer. One
     * thread.
     */
    @Nullable
    IntUnaryOperator chooser() {
        if (fixed >= 0) {
            return partitions -> fixed;
        }
        if (table != null) {
            int hash = Utils.toPositive(Utils.murmur2(table.getBytes(StandardCharsets.UTF_8)));
            return partitions -> hash % partitions;
        }
        switch (text) {
            case "random":
                return partitions -> ThreadLocalRandom.current().nextInt(partitions);
            case "roundRobin":
                return new RoundRobin();
            default:
                return null;
        }
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class RoundRobin implements IntUnaryOperator {
        // tasks begin at different partitions, or all would fill the first ones
        private int next = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);

        @Override
        public int applyAsInt(int partitions) {
            next = next == Integer.MAX_VALUE ? 0 : next + 1;
            return next % partitions;
        }
    }
}
