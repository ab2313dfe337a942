package io.github.sluice.kafkawriter;

import io.github.sluice.testbed.datax.DataxHome;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract in the testbed's runner, which loads the packaged folders as DataX does, its old libraries first. */
@Timeout(180)
class BrokerTroubleIT extends TroubleContract {
    @TempDir
    static Path folder;

    private static WriterHouse house;

    @BeforeAll
    static void open() throws Exception {
        house = WriterHouse.open(folder, DataxHome.standIn(folder.resolve("datax")));
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
