package io.github.sluice.writer;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.jspecify.annotations.Nullable;

/** Which run of which attempt a job is, and where its manifest goes. Immutable. */
public final class RunParameters {
    public static final String RUN_ID = "runId";
    public static final String ATTEMPT = "attempt";
    public static final String MANIFEST_PATH = "manifestPath";

    /** Added by a job's split: how a task finds the run it belongs to in this JVM. */
    public static final String RUN_HANDLE = "runHandle";

    public static final int DEFAULT_ATTEMPT = 1;

    private final @Nullable String runId;
    private final int attempt;
    private final @Nullable Path manifestPath;

    private RunParameters(@Nullable String runId, int attempt, @Nullable Path manifestPath) {
        this.runId = runId;
        this.attempt = attempt;
        this.manifestPath = manifestPath;
    }

    public static RunParameters from(ParameterMap given, Problems problems) {
        String id = given.string(RUN_ID);
        if (id != null && !id.matches("[A-Za-z0-9._:-]{1,128}")) {
            problems.add(RUN_ID, "must be 1 to 128 of letters, digits, '.', '_', ':' and '-'", id);
        }
        int attempt = (int) given.integer(ATTEMPT, DEFAULT_ATTEMPT, 1, Integer.MAX_VALUE);
        return new RunParameters(id, attempt, path(given, problems));
    }

    private static @Nullable Path path(ParameterMap given, Problems problems) {
        String text = given.string(MANIFEST_PATH);
        if (text == null) {
            return null;
        }
        try {
            Path path = Paths.get(text);
            if (path.isAbsolute() && path.getFileName() != null) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            // the rule below says it
        }
        problems.add(MANIFEST_PATH, "must be an absolute path of a file", text);
        return null;
    }

    /** Null where the job names none. */
    public @Nullable String runId() {
        return runId;
    }

    /** From 1. */
    public int attempt() {
        return attempt;
    }

    /** Null where no manifest is asked for. */
    public @Nullable Path manifestPath() {
        return manifestPath;
    }
}
