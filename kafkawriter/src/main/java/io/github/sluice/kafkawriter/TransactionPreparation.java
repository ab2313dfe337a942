package io.github.sluice.kafkawriter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job that writes in transactions sees to once, before any of its tasks starts. Each question to the broker ends with
 * the limit given. One thread.
 */
final class TransactionPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionPreparation.class);
    private static final String MAX_TIMEOUT = "transaction.max.timeout.ms";

    /** A task has one transaction in its life: in these states it has had it. */
    private static final Set<TransactionState> ENDED =
            EnumSet.of(TransactionState.COMPLETE_COMMIT, TransactionState.COMPLETE_ABORT);

    private final Admin admin;
    private final Duration limit;

    TransactionPreparation(Admin admin, Duration limit) {
        this.admin = admin;
        this.limit = limit;
    }

    /** The longest transaction in milliseconds that every broker allows; empty where this user may not see it. */
    OptionalLong longestTransaction() {
        try {
            List<ConfigResource> brokers = new ArrayList<>();
            for (Node node : await(admin.describeCluster().nodes())) {
                brokers.add(new ConfigResource(ConfigResource.Type.BROKER, node.idString()));
            }
            Map<ConfigResource, Config> configs =
                    await(admin.describeConfigs(brokers).all());
            return configs.values().stream()
                    .map(config -> config.get(MAX_TIMEOUT))
                    .filter(entry -> entry != null && entry.value() != null)
                    .map(ConfigEntry::value)
                    .mapToLong(Long::parseLong)
                    .min();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.info(
                        "may not read the brokers' {}: taken to be Kafka's default, {}",
                        MAX_TIMEOUT,
                        ProducerProperties.DEFAULT_TRANSACTION_TIMEOUT_MS);
                return OptionalLong.empty();
            }
            throw KafkaFailures.failure(
                    KafkaWriterErrorCode.BROKER_UNREACHABLE, "reading the brokers' " + MAX_TIMEOUT, e);
        }
    }

    /**
     * Shuts out every task of the run that may still be alive, of whatever attempt, and aborts what killed ones left open:
     * readers of committed records would wait behind it for its time-out.
     */
    void fenceEarlierAttempts(String runId) {
        String prefix = TransactionalIds.ofRun(runId);
        try {
            Collection<TransactionListing> known =
                    await(admin.listTransactions().all());
            List<String> left = known.stream()
                    .filter(each -> each.transactionalId().startsWith(prefix) && !ENDED.contains(each.state()))
                    .map(TransactionListing::transactionalId)
                    .collect(Collectors.toList());
            if (!left.isEmpty()) {
                await(admin.fenceProducers(left).all());
                LOG.info("run {}: shut out {} tasks that earlier attempts left without an end", runId, left.size());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnsupportedVersionException) {
                LOG.warn(
                        "brokers before 3.0 do not list transactions: what an earlier attempt of run {} left open is"
                                + " aborted when its time-out has passed",
                        runId);
                return;
            }
            throw KafkaFailures.failure(
                    KafkaWriterErrorCode.BROKER_UNREACHABLE,
                    "shutting out earlier attempts of run " + runId
                            + " (the user needs operation Write on transactional" + " ids that begin with " + prefix
                            + ")",
                    e);
        }
    }

    private <T> T await(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw KafkaFailures.failure(KafkaWriterErrorCode.INTERRUPTED, "preparing transactions", e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw KafkaWriterErrorCode.BROKER_UNREACHABLE.failure(
                    "preparing transactions: no answer within " + limit.toMillis() + " ms", e);
        }
    }
}
