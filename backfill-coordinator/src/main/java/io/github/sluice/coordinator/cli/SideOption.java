package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which half a command runs, where it runs what the settings can reach unless it is told. */
final class SideOption {
    @Option(
            names = "--side",
            paramLabel = "source|target|both",
            description = "Which half runs here (default: those whose sections the settings file has).")
    private @Nullable Side side;

    /** What was asked for, or else what the settings can reach. */
    Side of(SluiceSettings settings) {
        if (side != null) {
            return side;
        }
        if (settings.starrocks() == null) {
            return Side.SOURCE;
        }
        return settings.sources().isEmpty() ? Side.TARGET : Side.BOTH;
    }
}
