package io.github.sluice.streamer.preflight;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.settings.StreamerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Whether Kafka can be reached as the settings say, and has the topics that the table files name. Thread-safe. */
public final class TopicChecks {
    private static final long SECONDS = 20;

    private TopicChecks() {}

    /**
     * One finding for each topic that is missing.
     *
     * @throws Failure with {@link ExitCode#UNKNOWN} if no broker answers, {@link ExitCode#USAGE} if a client setting is
     *     wrong
     */
    public static List<Finding> check(StreamerSettings settings, Collection<String> topics) {
        String brokers = settings.kafka().bootstrapServers();
        try (Admin admin = Admin.create(settings.kafka().clientProperties())) {
            try {
                Set<String> known = admin.listTopics().names().get(SECONDS, TimeUnit.SECONDS);
                List<Finding> findings = new ArrayList<>();
                for (String topic : topics) {
                    if (!known.contains(topic)) {
                        findings.add(Finding.warning(
                                "topic " + topic,
                                "is not there, or the account may not see it",
                                "create it with the partitions that it shall keep (sluice run does so); until then its"
                                        + " tables are stopped"));
                    }
                }
                return findings;
            } finally {
                admin.close(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNKNOWN, "Kafka " + brokers + ": interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new Failure(
                    ExitCode.UNKNOWN, "Kafka " + brokers + " does not answer within " + SECONDS + " s: " + cause, e);
        } catch (KafkaException e) {
            throw new Failure(ExitCode.USAGE, "kafka: the client cannot be made: " + message(e), e);
        }
    }

    private static String message(KafkaException e) {
        Throwable cause = e.getCause();
        return e.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
    }
}
