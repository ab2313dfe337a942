package io.github.sluice.benchmarks.writer;

import java.nio.file.Path;

/** A process that moves rows, all of them or some part of their way. One thread. */
interface Contender {
    /** Unlike all others'. */
    String name();

    /**
     * How many rows it is given where our writer is given {@code rows}: more where a row costs so little that the clock's steps
     * would show, fewer where it costs very much.
     */
    long rows(long rows);

    /**
     * Runs it to its end and looks whether it has done its work.
     *
     * @param rows how many, at least 1
     * @param folder new
     * @throws IllegalStateException if not all rows have arrived
     */
    Finished run(long rows, Path folder) throws Exception;
}
