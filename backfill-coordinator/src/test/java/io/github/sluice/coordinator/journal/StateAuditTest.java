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

    @Override
    String url() {
        return "jdbc:h2:file:" + folder.resolve("journal").toAbsolutePath() + ";MAX_COMPACT_TIME=0";
    }

    @Override
    int sample() {
        return Integer.MAX_VALUE;
    }
}
