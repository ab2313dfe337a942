package io.github.sluice.coordinator.datax;

import io.github.sluice.coordinator.settings.SluiceSettings.Datax;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The DataX processes of this machine, also those that an earlier sluice has started. Thread-safe.
 *
 * @see DataxRun
 */
public interface DataxRuns {
    /** A DataX at work. One thread. */
    interface Running {
        /**
         * Waits for the end.
         *
         * @param progress told the rows so far
         */
        DataxRun.Ended await(LongConsumer progress);

        void stop();
    }

    /**
     * Starts DataX.
     *
     * @param job the whole job with the password in it
     * @param secretJob where its copy goes
     * @param output the file for DataX's standard output and error
     */
    Running start(Datax settings, String job, Path secretJob, Path output);

    /** The process that an earlier sluice started with this job, if it still runs. */
    Optional<Running> find(Path secretJob, Path output);

    /** How a DataX ended that nobody followed, by the output it left. */
    DataxRun.Ended ended(Path output);

    /** Removes the copy of a job. */
    void removeSecret(Path secretJob);

    /** Processes of this machine. */
    static DataxRuns processes() {
        return new DataxRuns() {
            @Override
            public Running start(Datax settings, String job, Path secretJob, Path output) {
                return DataxRun.start(settings, job, secretJob, output);
            }

            @Override
            public Optional<Running> find(Path secretJob, Path output) {
                return DataxRun.find(secretJob, output).map(found -> found);
            }

            @Override
            public DataxRun.Ended ended(Path output) {
                return DataxRun.ended(output);
            }

            @Override
            public void removeSecret(Path secretJob) {
                DataxRun.removeSecret(secretJob);
            }
        };
    }
}
