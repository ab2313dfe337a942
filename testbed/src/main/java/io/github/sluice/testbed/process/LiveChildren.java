package io.github.sluice.testbed.process;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What must be gone when the JVM ends: children first (asked together, then forced), folders after them. Thread-safe.
 */
final class LiveChildren {
    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final LiveChildren INSTANCE = new LiveChildren();

    private final Set<ChildProcess> children = new LinkedHashSet<>();
    private final Set<ServerFolder> folders = new LinkedHashSet<>();
    private boolean ending;

    private LiveChildren() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::endAll, "testbed-shutdown"));
    }

    static LiveChildren get() {
        return INSTANCE;
    }

    synchronized void add(ServerFolder folder) {
        refuseWhenEnding();
        folders.add(folder);
    }

    synchronized void remove(ServerFolder folder) {
        folders.remove(folder);
    }

    synchronized void add(ChildProcess child) {
        refuseWhenEnding();
        children.add(child);
    }

    synchronized void remove(ChildProcess child) {
        children.remove(child);
    }

    private void refuseWhenEnding() {
        if (ending) {
            throw new IllegalStateException("the JVM is ending, no server is started any more");
        }
    }

    private void endAll() {
        List<ChildProcess> toStop;
        synchronized (this) {
            ending = true;
            toStop = List.copyOf(children);
        }
        toStop.forEach(ChildProcess::ask);
        long end = System.nanoTime() + GRACE.toNanos();
        for (ChildProcess child : toStop) {
            child.awaitExit(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            child.kill();
        }
        List<ServerFolder> toRemove;
        synchronized (this) {
            toRemove = List.copyOf(folders);
        }
        toRemove.forEach(ServerFolder::close);
    }
}
