package io.github.sluice.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The module's manual and templates, as tests read them. */
public final class Readme {
    /** What ships to be copied. */
    public static final Path TEMPLATES = Path.of("..", "job-templates", "templates");

    private Readme() {}

    /** The whole text. */
    public static String text() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    /** The cells of the first table under a heading, without its head; back quotes taken off the first cell. */
    public static List<String[]> table(String heading) throws IOException {
        List<String[]> rows = new ArrayList<>();
        boolean under = false;
        for (String line : text().lines().toList()) {
            if (line.startsWith("#")) {
                under = line.equals(heading);
            } else if (under && line.startsWith("| ---")) {
                continue;
            } else if (under && line.startsWith("| ")) {
                String[] cells = line.substring(1, line.length() - 1).split("\\|", -1);
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = cells[i].strip();
                }
                cells[0] = cells[0].replace("`", "");
                rows.add(cells);
            } else if (under && !rows.isEmpty()) {
                break;
            }
        }
        assertThat(rows).as(heading).hasSizeGreaterThan(1);
        return rows.subList(1, rows.size());
    }
}
