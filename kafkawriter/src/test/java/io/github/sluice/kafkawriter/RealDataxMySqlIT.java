package io.github.sluice.kafkawriter;

import io.github.sluice.testbed.mysql.MySqlServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** In a real DataX: {@code mvn verify -Ddatax.home=DIR}; skipped, and shown as skipped, without one. */
@Timeout(180)
@EnabledIf(value = RealDatax.GIVEN, disabledReason = RealDatax.WHY_NOT)
class RealDataxMySqlIT extends MySqlContract {
    @TempDir
    static Path folder;

    private static WriterHouse house;
    private static MySqlServer mysql;

    @BeforeAll
    static void open() throws Exception {
        house = WriterHouse.open(folder, RealDatax.viewIn(folder.resolve("datax")));
        mysql = MySqlServer.startWithPassword(folder, "s3cret-of-root");
    }

    @AfterAll
    static void close() {
        if (mysql != null) {
            mysql.close();
        }
        if (house != null) {
            house.close();
        }
    }

    @Override
    WriterHouse house() {
        return house;
    }

    @Override
    MySqlServer mysql() {
        return mysql;
    }
}
