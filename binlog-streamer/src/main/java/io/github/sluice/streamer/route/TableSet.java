package io.github.sluice.streamer.route;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The table files at one moment. The same object as long as no file changes, so that a change can be seen by comparing
 * references. Thread-safe.
 */
public final class TableSet {
    private final List<TableFile> files;
    private final List<String> problems;
    private final Map<String, Routes> routes = new ConcurrentHashMap<>();

    TableSet(List<TableFile> files, List<String> problems) {
        this.files = List.copyOf(files);
        this.problems = List.copyOf(problems);
    }

    /** In order of their names. */
    public List<TableFile> files() {
        return files;
    }

    /** Faults of files that are in the folder but not in effect; empty if all is well. */
    public List<String> problems() {
        return problems;
    }

    /** The routes of a source by its name. */
    public Routes routes(String source) {
        return routes.computeIfAbsent(source, name -> new Routes(files, name));
    }
}
