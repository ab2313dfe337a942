package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.key.KeyRing;
import java.nio.file.Path;

/** What a half works with; opened and closed by {@link Backfill}. */
record Workplace(
        SluiceSettings settings,
        KeyRing ring,
        KafkaClients kafka,
        ControlTopic control,
        Journal journal,
        Planner planner,
        Board board,
        Traffic traffic) {
    /** For one table at a time, which nobody instructs. */
    Workplace(
            SluiceSettings settings,
            KeyRing ring,
            KafkaClients kafka,
            ControlTopic control,
            Journal journal,
            Planner planner,
            Board board) {
        this(settings, ring, kafka, control, journal, planner, board, Traffic.free(board));
    }

    Path stateFolder() {
        return settings.stateFolder();
    }
}
