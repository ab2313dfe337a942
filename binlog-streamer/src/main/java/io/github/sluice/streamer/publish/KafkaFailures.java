package io.github.sluice.streamer.publish;

import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/** Reads what kafka-clients throw. Stateless. */
final class KafkaFailures {
    private KafkaFailures() {}

    /** Whether the broker has ended this producer's right to write. */
    static boolean isFence(@Nullable Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof ProducerFencedException
                    || t instanceof InvalidProducerEpochException
                    || t instanceof InvalidPidMappingException) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is an interrupt; Kafka's own exception has set the flag again. */
    static boolean isInterrupt(@Nullable Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof InterruptException || t instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    /** Class and message of the innermost cause, which is the broker's word. */
    static String describe(Throwable thrown) {
        Throwable inner = thrown;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        return inner.getClass().getSimpleName() + ": " + inner.getMessage();
    }
}
