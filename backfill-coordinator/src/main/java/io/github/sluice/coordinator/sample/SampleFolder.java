package io.github.sluice.coordinator.sample;

import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where the samples of a run are kept: {@code .sluice/samples/RUN/TABLE/STEP.csv}, one point a line. A line that a killed
 * process left unfinished does not count. Immutable; whoever writes a file is the only one.
 */
public final class SampleFolder {
    private static final String SUFFIX = ".csv";

    private final Path folder;

    SampleFolder(Path folder) {
        this.folder = folder;
    }

    /** The folder of the run that the settings name; it may not be there yet. */
    public static SampleFolder of(SluiceSettings settings) {
        return new SampleFolder(settings.stateFolder().resolve("samples").resolve(name(settings.name())));
    }

    /**
     * The samples of a table, by step; steps that were never sampled are left out.
     *
     * @throws UncheckedIOException if a file cannot be read
     */
    public Map<Step, List<Point>> read(String table) {
        Map<Step, List<Point>> found = new EnumMap<>(Step.class);
        for (Step step : Step.values()) {
            List<Point> points = read(table, step);
            if (!points.isEmpty()) {
                found.put(step, points);
            }
        }
        return found;
    }

    List<Point> read(String table, Step step) {
        Path file = file(table, step);
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            String text = Files.readString(file);
            List<Point> points = new ArrayList<>();
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> points.add(Point.fromLine(line)));
            return points;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException(new IOException(file + " holds something that is " + e.getMessage(), e));
        }
    }

    void append(String table, Step step, Point point) throws IOException {
        Files.writeString(
                file(table, step), point.toLine() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Puts these points in place of whatever is there, whole or not at all. */
    void replace(String table, Step step, List<Point> points) throws IOException {
        Path file = file(table, step);
        Files.createDirectories(file.getParent());
        StringBuilder text = new StringBuilder();
        points.forEach(point -> text.append(point.toLine()).append('\n'));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(String table, Step step) {
        return folder.resolve(name(table)).resolve(step.word() + SUFFIX);
    }

    /** A name that is no path, whatever a table is called; {@code _} in front, so that it is never {@code ..}. */
    private static String name(String text) {
        return "_" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
