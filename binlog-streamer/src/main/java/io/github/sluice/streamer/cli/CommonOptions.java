package io.github.sluice.streamer.cli;

import io.github.sluice.streamer.settings.SettingsFile;
import io.github.sluice.streamer.settings.StreamerSettings;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that every command has, and the opening of settings and log. */
public final class CommonOptions {
    private static final String LOGBACK = "logback.configurationFile";
    private static volatile boolean logOpen;

    /** How results are printed on standard output. */
    enum Output {
        TEXT,
        JSON
    }

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "streamer.yaml",
            description = "Settings file (default: ${DEFAULT-VALUE}).")
    private Path config = Path.of("streamer.yaml");

    /** Reads the settings; from then on the file that they name is logged to. For the command that stays. */
    StreamerSettings openWithLog() {
        StreamerSettings settings = SettingsFile.read(config);
        System.setProperty("streamer.log", settings.log().file().toString());
        configureLog("streamer-logback.xml");
        logOpen = true;
        return settings;
    }

    /** Reads the settings; warnings go to standard error, because the log file belongs to the running streamer. */
    StreamerSettings open() {
        StreamerSettings settings = SettingsFile.read(config);
        configureLog("streamer-logback-console.xml");
        return settings;
    }

    private static void configureLog(String file) {
        if (System.getProperty(LOGBACK) == null) {
            System.setProperty(LOGBACK, file);
        }
    }

    /** Whether there is a log file that a failure should also stand in. */
    static boolean isLogOpen() {
        return logOpen;
    }

    static Set<String> sourceNames(StreamerSettings settings) {
        Set<String> names = new LinkedHashSet<>();
        for (Source source : settings.sources()) {
            names.add(source.name());
        }
        return names;
    }
}
