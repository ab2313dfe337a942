package io.github.sluice.coordinator.journal;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** In a file, as it is unless told. */
class StateAuditTest extends StateAuditContract {
    @TempDir
    Path folder;

    @Override
    String where() {
        return folder.resolve("journal").toString();
    }
}
