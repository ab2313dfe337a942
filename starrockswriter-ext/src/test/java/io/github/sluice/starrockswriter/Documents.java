package io.github.sluice.starrockswriter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The manual, as tests read it. */
final class Documents {
    static final Path CHINESE = Path.of("doc", "starrockswriterext.md");
    static final Path ENGLISH = Path.of("doc", "starrockswriterext_en.md");
    private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    private Documents() {}

    /** The sample jobs in their order. */
    static List<String> jobs(Path document) throws IOException {
        List<String> jobs = new ArrayList<>();
        Matcher block = JSON.matcher(Files.readString(document));
        while (block.find()) {
            jobs.add(block.group(1));
        }
        return jobs;
    }

    /** The cells of all table rows whose first cell is one word in backticks. */
    static List<String[]> rows(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.matches("\\| `[A-Za-z0-9-]+` \\|.*"))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| ", 4))
                .toList();
    }
}
