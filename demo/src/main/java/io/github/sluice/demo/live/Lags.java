package io.github.sluice.demo.live;

import io.github.sluice.demo.live.NumberLog.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How late changes arrive: from MySQL's commit, as the writer's clock says after it, to the first query of StarRocks that
 * shows the change or a later one.
 *
 * @param millis of every number that has arrived, ascending
 * @param missing numbers that were committed while somebody looked and have not arrived
 */
public record Lags(List<Long> millis, int missing) {
    /**
     * Brings the two halves of the measurement together. Numbers that were committed before somebody looked don't count.
     *
     * @param committed the file of {@link LagCounter}
     * @param seen the file of {@link LagWatch}, on the same clock
     */
    public static Lags of(Path committed, Path seen) throws IOException {
        List<Line> looks = NumberLog.read(seen);
        List<Long> millis = new ArrayList<>();
        int missing = 0;
        int look = 0;
        for (Line line : looks.isEmpty() ? List.<Line>of() : NumberLog.read(committed)) {
            if (line.at() < looks.get(0).at()) {
                continue;
            }
            while (look < looks.size()
                    && (looks.get(look).number() < line.number()
                            || looks.get(look).at() < line.at())) {
                look++;
            }
            if (look == looks.size()) {
                missing++;
            } else {
                millis.add(looks.get(look).at() - line.at());
            }
        }
        Collections.sort(millis);
        return new Lags(List.copyOf(millis), missing);
    }

    /** The lag that {@code percent} of the samples do not exceed; there must be samples. */
    public long percentile(int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * millis.size());
        return millis.get(Math.max(0, rank - 1));
    }

    @Override
    public String toString() {
        return millis.isEmpty()
                ? "no samples"
                : String.format(
                        Locale.ROOT,
                        "p50 %.2f s, p99 %.2f s, most %.2f s of %d samples",
                        percentile(50) / 1000.0,
                        percentile(99) / 1000.0,
                        percentile(100) / 1000.0,
                        millis.size());
    }
}
