package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command has. */
public final class CommonOptions {
    /** How results are printed on standard output. */
    enum Output {
        TEXT,
        JSON
    }

    @Option(
            names = {"-f", "--file"},
            paramLabel = "YAML",
            defaultValue = "sluice.yaml",
            description = "Settings file (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("sluice.yaml");

    @Option(
            names = {"-o", "--plan"},
            paramLabel = "DIR",
            description = "Folder of the generated files (default: sluice-plan beside the settings file).")
    private @Nullable Path planFolder;

    @Option(
            names = "--journal",
            paramLabel = "FILE|JDBC-URL",
            description = "Where a half remembers its steps (default: .sluice/journal beside the settings file).")
    private @Nullable String journal;

    @Option(
            names = "--tables",
            split = ",",
            paramLabel = "TARGET",
            description = "Only these logical tables, by their names in StarRocks (default: all).")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Form of the result on standard output (default: ${DEFAULT-VALUE}).")
    private Output output = Output.TEXT;

    @Option(names = "--lang", paramLabel = "en|zh", description = "Language of messages (default: by LANG).")
    private @Nullable String language;

    /** Reads the settings and opens the log; called first by every command. */
    SluiceSettings open() {
        if (language != null && !language.equals("en") && !language.equals("zh")) {
            throw new Failure(ExitCode.USAGE, "--lang must be en or zh, found '" + language + "'");
        }
        Messages.choose(language);
        SluiceSettings settings = SettingsFile.read(file);
        if (System.getProperty("sluice.log") == null) {
            System.setProperty(
                    "sluice.log",
                    settings.stateFolder().resolve("logs").resolve("sluice.log").toString());
        }
        return settings;
    }

    Path planFolder(SluiceSettings settings) {
        return planFolder != null ? planFolder : settings.stateFolder().resolveSibling("sluice-plan");
    }

    String journal(SluiceSettings settings) {
        return journal != null
                ? journal
                : settings.stateFolder().resolve("journal").toString();
    }

    boolean json() {
        return output == Output.JSON;
    }

    /** The tables asked for, in the order of the settings file. */
    List<Table> tables(SluiceSettings settings) {
        for (String name : tables) {
            if (settings.tables().stream().noneMatch(table -> table.target().equals(name))) {
                throw new Failure(
                        ExitCode.USAGE,
                        "--tables names " + name + ", which is no target of " + settings.file() + "; known: "
                                + settings.tables().stream().map(Table::target).toList());
            }
        }
        return settings.tables().stream()
                .filter(table -> tables.isEmpty() || tables.contains(table.target()))
                .toList();
    }
}
