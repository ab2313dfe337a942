package io.github.sluice.benchmarks.writer;

import io.github.sluice.benchmarks.writer.Comparison.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** All laps of a race, and what follows from them. Medians over the rounds throughout. Immutable. */
public final class Results {
    private final List<Lap> laps;

    Results(List<Lap> laps) {
        if (laps.isEmpty()) {
            throw new IllegalArgumentException("no laps");
        }
        this.laps = List.copyOf(laps);
    }

    /** In the order in which they ran. */
    public List<Lap> laps() {
        return laps;
    }

    /** In the order in which they ran first. */
    public List<String> contenders() {
        return laps.stream().map(Lap::contender).distinct().toList();
    }

    /** CPU microseconds of a row, without what is spent once. */
    public double micros(String contender) {
        return median(contender, Lap::microsPerRow);
    }

    /** CPU microseconds of a row, everything counted. */
    public double wholeMicros(String contender) {
        return median(contender, Lap::wholeMicrosPerRow);
    }

    /** Rows of a second of wall time. */
    public double rowsPerSecond(String contender) {
        return median(contender, Lap::rowsPerSecond);
    }

    /**
     * Our writer in one form beside the parts of its work.
     *
     * @throws IllegalArgumentException if one of them has not run
     */
    public Comparison comparison(Form form, int channels) {
        List<Part> parts = new ArrayList<>();
        parts.add(part(StreamWriterPart.name(channels)));
        parts.add(part(PerfTest.name(form)));
        if (form.isSealed()) {
            parts.add(part(CipherPart.name(form)));
        }
        if (form == Form.FRAMED) {
            parts.add(part(ZstdPart.NAME));
        }
        String ours = ours(form, channels);
        return new Comparison(micros(ours), rowsPerSecond(ours), parts);
    }

    /** The name of our writer among the contenders. */
    public static String ours(Form form, int channels) {
        return OurWriter.name(form, channels);
    }

    /** CPU microseconds that fingerprint and account add to a row's JSON. */
    public double bookMicros() {
        return micros(BooksPart.WITH) - micros(BooksPart.WITHOUT);
    }

    private Part part(String contender) {
        return new Part(contender, micros(contender), rowsPerSecond(contender));
    }

    private double median(String contender, ToDoubleFunction<Lap> value) {
        double[] sorted = laps.stream()
                .filter(lap -> lap.contender().equals(contender))
                .mapToDouble(value)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException(contender + " has not run; these have: " + contenders());
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
