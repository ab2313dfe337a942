package io.github.sluice.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.junit.jupiter.api.Test;

final class HeartbeatsTest {
    @Test
    void theCountIsReadWhereKafkasOwnReporterPutsIt() throws Exception {
        String client = "connector-consumer-orders: batch*-0";
        AtomicLong nanos = new AtomicLong();
        Heartbeats heartbeats =
                new Heartbeats(client, java.lang.management.ManagementFactory.getPlatformMBeanServer(), nanos::get);
        assertThat(heartbeats.answered()).isEmpty();

        JmxReporter reporter = new JmxReporter();
        reporter.contextChange(new KafkaMetricsContext("kafka.consumer"));
        try (Metrics metrics = new Metrics(
                new MetricConfig(), java.util.List.of(reporter), org.apache.kafka.common.utils.Time.SYSTEM)) {
            var sensor = metrics.sensor("heartbeat");
            sensor.add(
                    metrics.metricName("heartbeat-total", "consumer-coordinator-metrics", Map.of("client-id", client)),
                    new CumulativeCount());
            sensor.record();
            sensor.record();
            assertThat(heartbeats.answered()).as("not searched again at once").isEmpty();
            nanos.addAndGet(5_000_000_000L);
            assertThat(heartbeats.answered()).hasValue(2);
            sensor.record();
            assertThat(heartbeats.answered()).hasValue(3);
        }
        assertThat(heartbeats.answered()).as("the consumer is gone").isEmpty();
    }

    @Test
    void anotherTasksConsumerIsNotTaken() throws Exception {
        MBeanServer server = MBeanServerFactory.newMBeanServer();
        server.registerMBean(
                new Count(),
                new ObjectName("kafka.consumer:type=consumer-coordinator-metrics,client-id=connector-consumer-c-1"));

        assertThat(new Heartbeats("connector-consumer-c-0", server, System::nanoTime).answered())
                .isEmpty();
    }

    /** Anything that can be registered. */
    public static final class Count implements CountMBean {}

    /** Its interface. */
    public interface CountMBean {}
}
