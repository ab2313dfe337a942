package io.github.sluice.kafkawriter;

/**
 * Names of a run's transactions. The slash cannot stand in a run id, so that no run's names begin with another's. Stateless.
 */
final class TransactionalIds {
    /** What an ACL for every run is given for. */
    static final String ALL = "sluice/";

    private TransactionalIds() {}

    /** What the names of all tasks of all attempts of a run begin with. */
    static String ofRun(String runId) {
        return ALL + runId + "/";
    }

    static String ofTask(String runId, int attempt, int task) {
        return ofRun(runId) + attempt + "/" + task;
    }

    /** A name that no task has. */
    static String ofCheck(String runId, int attempt) {
        return ofRun(runId) + attempt + "/check";
    }
}
