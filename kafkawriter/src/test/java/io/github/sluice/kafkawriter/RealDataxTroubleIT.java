package io.github.sluice.kafkawriter;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The contract in a real DataX: {@code mvn verify -Ddatax.home=DIR}; skipped, and shown as skipped, without one. */
@Timeout(300)
@EnabledIf(value = RealDatax.GIVEN, disabledReason = RealDatax.WHY_NOT)
class RealDataxTroubleIT extends TroubleContract {
    @TempDir
    static Path folder;

    private static WriterHouse house;

    @BeforeAll
    static void open() throws Exception {
        house = WriterHouse.open(folder, RealDatax.viewIn(folder.resolve("datax")));
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    @Override
    WriterHouse house() {
        return house;
    }
}
