package io.github.sluice.coordinator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {
    @TempDir
    Path folder;

    @Test
    void theUrlOfAJournalCanStandInAFile() throws IOException {
        Path file = folder.resolve("journal-url");
        Files.writeString(file, "jdbc:mysql://db:3306/sluice?user=sluice&password=open-sesame\n");

        assertThat(References.journal("file:" + file))
                .isEqualTo("jdbc:mysql://db:3306/sluice?user=sluice&password=open-sesame");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "journal",
                "/var/lib/sluice/journal",
                "jdbc:mysql://db:3306/sluice?user=sluice",
                "jdbc:h2:file:/a"
            })
    void whatHoldsNoPasswordIsTakenAsItIs(String option) {
        assertThat(References.journal(option)).isEqualTo(option);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db:3306/sluice?user=sluice&password=open-sesame",
                "jdbc:mysql://sluice:open-sesame@db:3306/sluice",
                "jdbc:mysql://address=(host=db)(user=sluice)(password=open-sesame)/sluice",
                "jdbc:h2:tcp://db/sluice;USER=sluice;PASSWORD=open-sesame"
            })
    void aPasswordOnTheCommandLineIsRefusedAndNotRepeated(String option) {
        assertThatThrownBy(() -> References.journal(option))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("--journal env:NAME")
                .hasMessageNotContaining("open-sesame");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> References.journal("file:" + folder.resolve("none")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("--journal")
                .hasMessageContaining("no such file");
    }
}
