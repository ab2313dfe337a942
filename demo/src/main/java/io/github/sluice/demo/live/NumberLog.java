package io.github.sluice.demo.live;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file of numbers with the moment of each, one line per number: written by one process, read by another. */
final class NumberLog implements AutoCloseable {
    /**
     * A number.
     *
     * @param at milliseconds since 1970
     */
    record Line(long at, long number) {}

    private final Writer file;

    private NumberLog(Writer file) {
        this.file = file;
    }

    /** A new file. */
    static NumberLog writing(Path file) throws IOException {
        return new NumberLog(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    }

    void add(long at, long number) throws IOException {
        file.write(at + " " + number + "\n");
        file.flush();
    }

    /** What is there so far; a last line without its end is left out. */
    static List<Line> read(Path file) throws IOException {
        String text = Files.exists(file) ? Files.readString(file) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> line.split(" ", 2))
                .map(parts -> new Line(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                .toList();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
