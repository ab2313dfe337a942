package io.github.sluice.testbed.datax;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A plugin's manual in Markdown ({@code doc/NAME.md}), read so that a test can hold it against the code. Immutable. */
public final class PluginManual {
    private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    private final Path file;

    /** @param file relative to the module under test */
    public PluginManual(Path file) {
        this.file = file;
    }

    /** The sample jobs in their order. */
    public List<String> jobs() throws IOException {
        List<String> jobs = new ArrayList<>();
        Matcher block = JSON.matcher(Files.readString(file));
        while (block.find()) {
            jobs.add(block.group(1));
        }
        return jobs;
    }

    /** The cells, four at most, of all table rows whose first cell is one word in backticks. */
    public List<String[]> rows() throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.matches("\\| `[A-Za-z0-9-]+` \\|.*"))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| ", 4))
                .toList();
    }
}
