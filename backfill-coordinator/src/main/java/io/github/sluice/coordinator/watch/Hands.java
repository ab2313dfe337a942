package io.github.sluice.coordinator.watch;

import io.github.sluice.coordinator.settings.WatchSettings.Watched;
import java.io.IOException;
import java.util.OptionalInt;

/** What a watch does to processes. One thread. */
interface Hands {
    /** Starts it and writes its id file. */
    void start(Watched watched) throws IOException;

    /** Asks a process, and what it has begun, to end. */
    void stop(long pid);

    /** Ends a process, and what it has begun, without asking. */
    void kill(long pid);

    /** How the process ended that these hands started; empty while it lives, and for one of an earlier watch. */
    OptionalInt exitCode(Watched watched);
}
