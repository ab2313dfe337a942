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
        World world,
        Traffic traffic) {
    /** For steps that nothing holds back. */
    Workplace(
            SluiceSettings settings,
            KeyRing ring,
            KafkaClients kafka,
            ControlTopic control,
            Journal journal,
            Planner planner,
            Board board,
            World world) {
        this(settings, ring, kafka, control, journal, planner, board, world, Traffic.free(board));
    }

    /** The same on the servers that the settings name. */
    Workplace(
            SluiceSettings settings,
            KeyRing ring,
            KafkaClients kafka,
            ControlTopic control,
            Journal journal,
            Planner planner,
            Board board) {
        this(settings, ring, kafka, control, journal, planner, board, new ServersOfSettings(settings, kafka, ring));
    }

    Path stateFolder() {
        return settings.stateFolder();
    }
}
