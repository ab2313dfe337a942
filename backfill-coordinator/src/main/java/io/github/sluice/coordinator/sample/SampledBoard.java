package io.github.sluice.coordinator.sample;

import io.github.sluice.coordinator.run.Board;
import io.github.sluice.coordinator.run.ForwardingBoard;
import io.github.sluice.coordinator.run.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A board that also keeps how far each step was, for the report. What was sampled is in the file at once, so that a killed
 * run keeps it, except for the newest points of a step, which are less than a hundredth of its time. Held are only the
 * steps under way. A disk that takes no samples is said once in the log and stops nothing. Thread-safe; closed by its
 * opener, before the board under it.
 */
public final class SampledBoard extends ForwardingBoard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SampledBoard.class);

    private final SampleFolder folder;
    private final Clock clock;
    private final Map<Place, Series> underWay = new HashMap<>();
    private boolean broken;

    private record Place(String table, Step step) {}

    public SampledBoard(Board board, SampleFolder folder, Clock clock) {
        super(board);
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public void begins(String table, Step step) {
        super.begins(table, step);
        sample(() -> series(new Place(table, step)).beginAnew());
    }

    @Override
    public void progress(String table, Step step, long rows, long total) {
        super.progress(table, step, rows, total);
        sample(() -> {
            Place place = new Place(table, step);
            Series series = series(place);
            boolean first = series.isEmpty();
            switch (series.add(clock.instant(), rows, total)) {
                case APPENDED -> {
                    if (first) {
                        save(place, series);
                    } else {
                        append(place, series);
                    }
                }
                case HALVED -> save(place, series);
                case HELD -> {}
            }
        });
    }

    @Override
    public void ends(String table, Step step, String note) {
        sample(() -> over(table, step));
        super.ends(table, step, note);
    }

    @Override
    public void fails(String table, Step step, String message) {
        sample(() -> over(table, step));
        super.fails(table, step, message);
    }

    /** Goes on from what an earlier process has left, in a file without an unfinished line. */
    private Series series(Place place) throws IOException {
        Series known = underWay.get(place);
        if (known != null) {
            return known;
        }
        Series series = Series.of(folder.read(place.table(), place.step()));
        if (!series.isEmpty()) {
            save(place, series);
        }
        underWay.put(place, series);
        return series;
    }

    private void over(String table, Step step) throws IOException {
        Place place = new Place(table, step);
        Series series = underWay.remove(place);
        if (series != null && !series.isEmpty()) {
            save(place, series);
        }
    }

    private void append(Place place, Series series) throws IOException {
        folder.append(place.table(), place.step(), series.newest());
    }

    private void save(Place place, Series series) throws IOException {
        folder.replace(place.table(), place.step(), series.points());
    }

    private interface Sampling {
        void run() throws IOException;
    }

    private synchronized void sample(Sampling sampling) {
        if (broken) {
            return;
        }
        try {
            sampling.run();
        } catch (IOException | UncheckedIOException e) {
            broken = true;
            LOG.warn("samples cannot be kept from here on, so that the report's plots end here: {}", e.toString());
        }
    }

    @Override
    public void close() {
        sample(() -> {
            for (Place place : Set.copyOf(underWay.keySet())) {
                over(place.table(), place.step());
            }
        });
    }
}
