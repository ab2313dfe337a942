package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that reads the settings. */
class BaseOptions extends ResultOptions {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "YAML",
            defaultValue = "sluice.yaml",
            description = "Settings file (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("sluice.yaml");

    @Option(
            names = "--journal",
            paramLabel = "FILE|JDBC-URL|REFERENCE",
            description = {
                "Where a half remembers its steps (default: .sluice/journal beside the settings file).",
                "A URL with a password stays out of the command line: env:NAME or file:PATH, which hold the URL."
            })
    private @Nullable String journal;

    @Option(names = "--lang", paramLabel = "en|zh", description = "Language of messages (default: by LANG).")
    private @Nullable String language;

    /** Reads the settings and opens the log; called first by every command. */
    final SluiceSettings open() {
        choose(language);
        SluiceSettings settings = SettingsFile.read(file);
        if (System.getProperty("sluice.log") == null) {
            System.setProperty(
                    "sluice.log",
                    settings.stateFolder().resolve("logs").resolve("sluice.log").toString());
        }
        return settings;
    }

    /** The settings file's place, for the command that makes it; called first by that one. */
    final Path file() {
        choose(language);
        return file;
    }

    /** As {@link #open} if the settings file is there. */
    final Optional<SluiceSettings> openIfThere() {
        choose(language);
        return Files.exists(file) ? Optional.of(open()) : Optional.empty();
    }

    /** Chooses the language of this process; null leaves the environment's choice. */
    static void choose(@Nullable String language) {
        if (language != null && !language.equals("en") && !language.equals("zh")) {
            throw new Failure(ExitCode.USAGE, "--lang must be en or zh, found '" + language + "'");
        }
        Messages.choose(language);
    }

    /** A file path without suffix, or a {@code jdbc:} URL, with the password if it has one. Never printed. */
    final String journal(SluiceSettings settings) {
        return journal == null ? settings.stateFolder().resolve("journal").toString() : References.journal(journal);
    }
}
