package io.github.sluice.coordinator.watch;

import io.github.sluice.coordinator.settings.WatchSettings.Watched;

/** What a watch sees of processes. One thread. */
interface Eyes {
    /** Looks, within a few seconds whatever the process does. */
    Signs look(Watched watched);
}
