package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The help of every connector command, word for word; {@code -Dgolden.write=true} writes the files anew, for review.
 */
class ConnectHelpTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "help");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "list",
                "show",
                "status",
                "apply",
                "diff",
                "validate",
                "pause",
                "resume",
                "restart",
                "delete",
                "watch",
                "plugins"
            })
    void helpIsAsItWasReviewed(String command) throws IOException {
        Spoken help = command.isEmpty() ? Spoken.of("connect", "--help") : Spoken.of("connect", command, "--help");
        assertThat(help.code()).isZero();
        Path file = FOLDER.resolve(command.isEmpty() ? "connect.txt" : "connect-" + command + ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, help.out());
        }
        assertThat(help.out()).isEqualToNormalizingNewlines(Files.readString(file));
    }
}
