package io.github.sluice.kafkawriter;

import io.github.sluice.testbed.datax.DataxHome;
import java.nio.file.Path;
import java.util.Objects;

/** The real DataX that a run may be given with {@code -Ddatax.home=DIR}. */
final class RealDatax {
    static final String GIVEN = "io.github.sluice.kafkawriter.RealDatax#isGiven";
    static final String WHY_NOT = "no real DataX: give one with -Ddatax.home=DIR";

    private RealDatax() {}

    /** Called by JUnit before it decides about a class; reported as skipped with the reason where false. */
    static boolean isGiven() {
        return DataxHome.realHome() != null;
    }

    static DataxHome viewIn(Path folder) throws Exception {
        return DataxHome.viewOf(Objects.requireNonNull(DataxHome.realHome(), WHY_NOT), folder);
    }
}
