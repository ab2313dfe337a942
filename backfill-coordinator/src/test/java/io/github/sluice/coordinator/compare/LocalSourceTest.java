package io.github.sluice.coordinator.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.verify.RowReader.RowSink;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ranges are trusted only while both servers walk through the keys in the one order. */
class LocalSourceTest {
    private static final LiveLimits LIMITS =
            new LiveLimits(10, 100, 100, 100, Duration.ofSeconds(5), Duration.ofSeconds(20));

    private final KeyOrder order = new KeyOrder(Tables.sharded());
    private final RowDigests digests = new RowDigests(Tables.sharded().schema(), Tables.KEY, "s");

    private static RowKey key(long id) {
        return new RowKey("t", id);
    }

    /** Gives these ids in this order, whatever the range's end is; begins and stops as asked. */
    private KeyedRows rows(boolean keepsTheEnd, long... ids) {
        return new KeyedRows() {
            @Override
            public void range(@Nullable RowKey after, @Nullable RowKey upto, int limit, RowSink sink) {
                int given = 0;
                for (long id : ids) {
                    boolean wanted = !keepsTheEnd || order.within(after, key(id), upto);
                    if (wanted && given++ < limit) {
                        sink.row(order.row(key(id)));
                    }
                }
            }

            @Override
            public void keys(Collection<RowKey> keys, RowSink sink) {
                throw new Failure(ExitCode.UNKNOWN, "not asked here");
            }

            @Override
            public long estimate() {
                return ids.length;
            }

            @Override
            public void close() {}
        };
    }

    private LocalSource source(KeyedRows rows) {
        Capture capture = new Capture() {
            @Override
            public Offsets visibleBelow() {
                return new Offsets(Map.of());
            }

            @Override
            public Offsets capturedBelow() {
                return new Offsets(Map.of());
            }
        };
        return new LocalSource(order, digests, rows, capture, LIMITS);
    }

    private static long[] upTo(int count) {
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = i;
        }
        return ids;
    }

    @Test
    void aKnownChunkAnswersNoLongerRange() {
        LocalSource source = source(rows(true, upTo(25)));
        assertThat(source.chunk(null, 10).upto()).isEqualTo(key(9));
        assertThat(source.rows(null, key(4)).rows()).hasSize(5);
        assertThat(source.rows(null, key(15)).rows()).hasSize(16);
        assertThat(source.rows(null, null).rows()).hasSize(25);
        assertThat(source.rows(key(3), key(9)).rows()).hasSize(6);
    }

    @Test
    void aRangeThatIsTooLongEndsAtWhatWasRead() {
        SourceSide.Listed listed = source(rows(true, upTo(100))).rows(null, null);
        assertThat(listed.rows()).hasSize(40);
        assertThat(listed.upto()).isEqualTo(key(39));
    }

    @Test
    void aSourceThatGivesRowsInAnotherOrderIsNotTrusted() {
        assertThatThrownBy(() -> source(rows(true, 1, 3, 2)).chunk(null, 10)).hasMessageContaining("MySQL does not");
        assertThatThrownBy(() -> source(rows(false, 1, 2, 7)).rows(null, key(3)))
                .hasMessageContaining("MySQL does not");
        assertThatThrownBy(() -> source(rows(false, 1, 2)).rows(key(1), key(3))).hasMessageContaining("MySQL does not");
    }

    @Test
    void oneKeyOfManyTablesMayComeTwice() {
        assertThat(source(rows(true, 1, 1, 2)).chunk(null, 10).sum().count()).isEqualTo(3);
    }

    @Test
    void aTargetThatGivesRowsInAnotherOrderIsNotTrusted() {
        for (KeyedRows target : List.of(rows(true, 1, 3, 2), rows(true, 1, 1), rows(false, 1, 2, 50))) {
            Comparer comparer = new Comparer(
                    order,
                    Tables.sharded().schema(),
                    digests,
                    source(rows(true, upTo(25))),
                    target,
                    new SimWorld(Tables.sharded(), 1).topic(),
                    boundary -> {},
                    false,
                    LIMITS,
                    length -> {},
                    Clock.systemUTC());
            assertThatThrownBy(() -> comparer.compare(new Findings(order, LIMITS), SimWorld.SILENT))
                    .isInstanceOfSatisfying(Failure.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ExitCode.UNKNOWN);
                        assertThat(failure).hasMessageContaining("StarRocks does not give the rows in the order");
                    });
        }
    }
}
