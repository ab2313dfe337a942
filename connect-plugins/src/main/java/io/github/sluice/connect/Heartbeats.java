package io.github.sluice.connect;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * How many heartbeats the group coordinator has answered, read from the consumer's own metric.
 *
 * <p>Connect gives a sink task no view of its consumer, but the consumer lives in the same JVM and counts its heartbeat
 * replies in JMX ({@code kafka.consumer:type=consumer-coordinator-metrics}, {@code heartbeat-total}). A rising count is the
 * only sign from outside that the coordinator still knows us. Where JMX reporting is off there is no count, and the lease
 * goes by its own clock alone. Guarded by its user.
 */
final class Heartbeats {
    private static final long SEARCH_AGAIN_NANOS = 5_000_000_000L;

    private final String clientId;
    private final MBeanServer server;
    private final LongSupplier nanos;
    private @Nullable ObjectName found;
    private long searchedAt;
    private boolean searched;

    Heartbeats(String clientId, MBeanServer server, LongSupplier nanos) {
        this.clientId = clientId;
        this.server = server;
        this.nanos = nanos;
    }

    /** Of the consumer that Connect makes for a task: {@code connector-consumer-NAME-INDEX} unless overridden. */
    static Heartbeats ofTask(String clientId) {
        return new Heartbeats(clientId, ManagementFactory.getPlatformMBeanServer(), System::nanoTime);
    }

    /** The count, or empty when there is none to read. */
    OptionalLong answered() {
        ObjectName name = find();
        if (name == null) {
            return OptionalLong.empty();
        }
        try {
            Object total = server.getAttribute(name, "heartbeat-total");
            return total instanceof Number
                    ? OptionalLong.of((long) ((Number) total).doubleValue())
                    : OptionalLong.empty();
        } catch (JMException e) {
            // the consumer was closed or made anew
            found = null;
            return OptionalLong.empty();
        }
    }

    private @Nullable ObjectName find() {
        long now = nanos.getAsLong();
        if (found != null || (searched && now - searchedAt < SEARCH_AGAIN_NANOS)) {
            return found;
        }
        searched = true;
        searchedAt = now;
        try {
            Set<ObjectName> names = server.queryNames(
                    new ObjectName("kafka.consumer:type=consumer-coordinator-metrics,client-id=*"), null);
            for (ObjectName name : names) {
                String id = name.getKeyProperty("client-id");
                if (clientId.equals(id.startsWith("\"") ? ObjectName.unquote(id) : id)) {
                    found = name;
                }
            }
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException("a constant name", e);
        }
        return found;
    }
}
