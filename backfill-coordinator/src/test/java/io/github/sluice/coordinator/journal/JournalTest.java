package io.github.sluice.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a file, as it is unless told. */
class JournalTest extends JournalContract {
    @TempDir
    Path folder;

    @Override
    String where() {
        return folder.resolve("deep/journal").toString();
    }

    @Test
    void aJournalIsThereOnceItWasOpened() {
        assertThat(Journal.exists(where())).isTrue();
        assertThat(Journal.exists(folder.resolve("deep/none").toString())).isFalse();
        String url = "jdbc:h2:mem:there;DB_CLOSE_DELAY=-1";
        assertThat(Journal.exists(url)).isFalse();
        Journal.open(url, "run");
        assertThat(Journal.exists(url)).isTrue();
    }

    @Test
    void noMessageRepeatsAUrlThatMayHoldAPassword() {
        assertThatThrownBy(() -> Journal.open("jdbc:nosuch://host/db?password=open-sesame", "run"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.UNKNOWN))
                .hasMessageContaining("(the journal's URL)")
                .hasStackTraceContaining("SQL state 08001")
                .satisfies(thrown -> assertThat(stackTrace(thrown)).doesNotContain("open-sesame"));
    }

    @Test
    void whatOneProcessHoldsIsRefusedToAnother() {
        try (ProcessLock held = ProcessLock.take(folder.resolve("deep/source.lock"), "held")) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> ProcessLock.take(folder.resolve("deep/source.lock"), "held"))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.REFUSED));
            ProcessLock.take(folder.resolve("deep/target.lock"), "held").close();
        }
        ProcessLock.take(folder.resolve("deep/source.lock"), "held").close();
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
