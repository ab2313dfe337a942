package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.exception.DataXException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Maps what kafka-clients throws to the code whose remedy fits. Stateless. */
final class KafkaFailures {
    private KafkaFailures() {}

    /** @param otherwise the code for whatever has no remedy of its own */
    static DataXException failure(KafkaWriterErrorCode otherwise, String doing, Throwable thrown) {
        Throwable cause =
                thrown instanceof ExecutionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof DataXException) {
            return (DataXException) cause;
        }
        if (isInterrupt(cause)) {
            Thread.currentThread().interrupt();
            return KafkaWriterErrorCode.INTERRUPTED.failure(doing + ": interrupted", cause);
        }
        return codeOf(cause, otherwise).failure(doing + ": " + describe(cause), cause);
    }

    static boolean isInterrupt(@Nullable Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof InterruptedException || t instanceof InterruptException) {
                return true;
            }
        }
        return false;
    }

    /** The failure and, where it is only the echo of another, that one. */
    static String describe(Throwable cause) {
        String own = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        Throwable first = cause.getCause();
        return first == null || String.valueOf(cause.getMessage()).contains(String.valueOf(first.getMessage()))
                ? own
                : own + " (" + describe(first) + ")";
    }

    private static KafkaWriterErrorCode codeOf(Throwable cause, KafkaWriterErrorCode otherwise) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof AuthenticationException || t instanceof AuthorizationException) {
                return KafkaWriterErrorCode.NOT_AUTHORISED;
            }
            if (t instanceof ProducerFencedException || t instanceof InvalidProducerEpochException) {
                return KafkaWriterErrorCode.FENCED;
            }
            if (t instanceof UnknownTopicOrPartitionException) {
                return KafkaWriterErrorCode.TOPIC_MISSING;
            }
            if (t instanceof TimeoutException && otherwise == KafkaWriterErrorCode.TOPIC_NOT_CREATED) {
                return KafkaWriterErrorCode.BROKER_UNREACHABLE;
            }
        }
        return otherwise;
    }
}
