package io.github.sluice.benchmarks.stream;

import io.github.sluice.testbed.process.ChildProcess;
import java.util.List;

/**
 * Something that reads the binlog from one and the same position and writes what it read into Kafka, once in every
 * round, as a process of its own. One thread.
 */
interface Contender extends AutoCloseable {
    /** For people, and the prefix of its topics. */
    String name();

    /** Brings it to the position from which it shall read in every round; the tables are empty still. */
    void prime(int rounds) throws Exception;

    /** Starts it and returns at once. */
    ChildProcess start(int round) throws Exception;

    /** Whether all changes are in Kafka and will stay there. */
    boolean isDone(int round) throws Exception;

    /** Whether its records are sealed rows that must be equal to the streamer's. */
    boolean isComparable();

    /** How many of the changes it is given the time to read. */
    long rows();

    /** Its topics in a round. */
    default List<String> topics(int round) {
        return House.topics(name() + round);
    }

    @Override
    void close();
}
