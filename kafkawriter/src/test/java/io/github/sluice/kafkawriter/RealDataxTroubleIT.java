package io.github.sluice.kafkawriter;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sluice.testbed.datax.DataxHome;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract in a real DataX: {@code mvn verify -Ddatax.home=DIR}; skipped, and shown as skipped, without one. */
@Timeout(300)
class RealDataxTroubleIT extends TroubleContract {
    @TempDir
    static Path folder;

    private static WriterHouse house;

    @BeforeAll
    static void open() throws Exception {
        Path given = DataxHome.realHome();
        assumeTrue(given != null, "no real DataX: give one with -Ddatax.home=DIR");
        house = WriterHouse.open(folder, DataxHome.viewOf(given, folder.resolve("datax")));
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
