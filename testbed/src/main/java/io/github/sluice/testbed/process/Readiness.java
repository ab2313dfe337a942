package io.github.sluice.testbed.process;

/** One look at a starting server. */
@FunctionalInterface
public interface Readiness {
    /**
     * Returns true once the server does its work. An exception means "not yet": the last one becomes the cause of the
     * {@link StartFailedException} when the limit passes.
     */
    boolean isReady() throws Exception;
}
