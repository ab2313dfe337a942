package io.github.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The help of every command, word for word. The commands are those that picocli knows, so that a new one without a reviewed
 * file fails; {@code -Dgolden.write=true} writes the files anew, for review.
 */
class HelpTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "help");
    private static final int WIDTH = 80;

    /** Every command with its help, by the name of its file. */
    private static Map<String, String> helps() {
        Map<String, String> helps = new TreeMap<>();
        collect(Sluice.command(), "sluice", helps);
        return helps;
    }

    private static void collect(CommandLine command, String name, Map<String, String> helps) {
        command.setUsageHelpWidth(WIDTH);
        helps.put(name + ".txt", command.getUsageMessage(Ansi.OFF).replace(System.lineSeparator(), "\n"));
        // a command may be known by several names, and the help command is picocli's own
        new TreeSet<>(command.getSubcommands().keySet()).forEach(sub -> {
            CommandLine one = command.getSubcommands().get(sub);
            if (sub.equals(one.getCommandName()) && !sub.equals("help")) {
                collect(one, name.equals("sluice") ? sub : name + "-" + sub, helps);
            }
        });
    }

    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(FOLDER);
            for (Path old : files()) {
                Files.delete(old);
            }
            for (Map.Entry<String, String> help : helps().entrySet()) {
                Files.writeString(FOLDER.resolve(help.getKey()), help.getValue());
            }
        }
    }

    @Test
    void helpIsAsItWasReviewed() throws IOException {
        Map<String, String> helps = helps();
        assertThat(files().stream().map(file -> file.getFileName().toString()))
                .as("one file for each command; -Dgolden.write=true writes them anew")
                .containsExactlyInAnyOrderElementsOf(helps.keySet());
        for (Map.Entry<String, String> help : helps.entrySet()) {
            assertThat(help.getValue())
                    .as(help.getKey())
                    .isEqualToNormalizingNewlines(Files.readString(FOLDER.resolve(help.getKey())));
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.toList();
        }
    }

    @Test
    void helpIsTheSameOnEveryMachine() {
        String all = String.join("\n", helps().values());
        assertThat(all)
                .doesNotContain(System.getProperty("user.home") + "/")
                .doesNotContain(Path.of("").toAbsolutePath().toString())
                .doesNotContain(System.getProperty("java.io.tmpdir") + "/")
                .doesNotContain("DEFAULT-VALUE");
        assertThat(all.lines()).as("fixed width").allMatch(line -> line.length() <= WIDTH);
    }

    @Test
    void everyCommandAnswersToHelpWithWhatWasReviewed() throws IOException {
        for (String file : helps().keySet()) {
            // the file's name is the command's path with dashes; a dash in a name of its own is found by trying
            Spoken spoken = asked(file.replace(".txt", ""));
            assertThat(spoken.code()).as(file).isZero();
            assertThat(spoken.out()).isEqualToNormalizingNewlines(Files.readString(FOLDER.resolve(file)));
        }
    }

    private static Spoken asked(String name) {
        CommandLine command = Sluice.command();
        List<String> line = new ArrayList<>();
        String rest = name.equals("sluice") ? "" : name;
        while (!rest.isEmpty()) {
            String left = rest;
            String next = command.getSubcommands().keySet().stream()
                    .filter(sub -> left.equals(sub) || left.startsWith(sub + "-"))
                    .max(Comparator.comparingInt(String::length))
                    .orElseThrow(() -> new AssertionError(name));
            line.add(next);
            command = command.getSubcommands().get(next);
            rest = rest.equals(next) ? "" : rest.substring(next.length() + 1);
        }
        line.add("--help");
        return Spoken.of(line.toArray(new String[0]));
    }
}
