package io.github.sluice.coordinator.datax;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A text file that another process appends to, read line by line as it grows. Whole lines only. One thread. */
final class GrowingFile implements AutoCloseable {
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    GrowingFile(Path file) throws IOException {
        in = Files.newInputStream(file);
    }

    /** Gives every line that is complete by now. */
    void readTo(Consumer<String> lines) throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    lines.accept(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(buffer[i]);
                }
            }
        }
    }

    /** Gives what is left, with or without a newline at its end; the writer has ended. */
    void readRest(Consumer<String> lines) throws IOException {
        readTo(lines);
        if (line.size() > 0) {
            lines.accept(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
