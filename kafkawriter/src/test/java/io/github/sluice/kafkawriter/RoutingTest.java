package io.github.sluice.kafkawriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.testbed.datax.ListRecord;
import io.github.sluice.writer.TaskAccount;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Where rows go: partition, headers, names filled in. */
class RoutingTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);

    private static MockProducer<byte[], byte[]> producer(int partitions) {
        Node node = new Node(0, "h", 1);
        List<PartitionInfo> infos = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            infos.add(new PartitionInfo("t", i, node, new Node[] {node}, new Node[] {node}));
        }
        Cluster cluster = new Cluster("c", List.of(node), infos, Set.of(), Set.of());
        return new MockProducer<>(
                cluster, true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static List<ProducerRecord<byte[], byte[]>> written(int partitions, int rows, Object... parameters) {
        MockProducer<byte[], byte[]> producer = producer(partitions);
        RowWriter writer =
                new RowWriter(Jobs.settings(parameters), producer, new TaskAccount(0), new DirtyRecords(), null);
        for (int i = 0; i < rows; i++) {
            Batches.write(writer, ListRecord.values((long) i, "x"));
        }
        writer.finish();
        return producer.history();
    }

    @Nested
    class Partitions {
        @Test
        void keyColumnsLeaveThePartitionToTheProducer() {
            assertThat(written(3, 2)).extracting(ProducerRecord::partition).containsOnlyNulls();
        }

        @Test
        void roundRobinFillsPartitionsEvenly() {
            Map<Integer, Integer> counts = new HashMap<>();
            written(3, 9, Key.PARTITION_BY, "roundRobin").forEach(r -> counts.merge(r.partition(), 1, Integer::sum));
            assertThat(counts).isEqualTo(Map.of(0, 3, 1, 3, 2, 3));
        }

        @Test
        void randomUsesEveryPartition() {
            assertThat(written(3, 200, Key.PARTITION_BY, "random"))
                    .extracting(ProducerRecord::partition)
                    .contains(0, 1, 2)
                    .allSatisfy(p -> assertThat(p).isBetween(0, 2));
        }

        @Test
        void oneTableHasOnePartitionTheSameInEveryRun() {
            List<ProducerRecord<byte[], byte[]>> first =
                    written(7, 5, Key.PARTITION_BY, "table", Key.SOURCE_TABLE, "shop.orders");
            assertThat(first)
                    .extracting(ProducerRecord::partition)
                    .containsOnly(first.get(0).partition());
            assertThat(written(7, 1, Key.PARTITION_BY, "table", Key.SOURCE_TABLE, "shop.orders"))
                    .extracting(ProducerRecord::partition)
                    .containsExactly(first.get(0).partition());
        }

        @Test
        void wordsThatAreNoneAndPartitionsThatAreNotThereAreRefused() {
            assertThatThrownBy(() -> Jobs.settings(Key.PARTITION_BY, "fixed:-1"))
                    .hasMessageContaining("fixed:N");
            assertThatThrownBy(() -> Jobs.settings(Key.PARTITION_BY, "fixed:3", Key.TOPIC_NUM_PARTITION, 3))
                    .hasMessageContaining("partitionBy: must name a partition from 0 to 2");
            assertThatThrownBy(() -> Jobs.settings(Key.PARTITION_BY, "table"))
                    .hasMessageContaining("one database and one table");
        }

        @Test
        void scatteringRowsOfAKeyIsWarnedOf() {
            assertThat(Jobs.settings(
                                    Key.PARTITION_BY, "random", Key.COLUMN, List.of("a"), Key.KEY_COLUMNS, List.of("a"))
                            .warnings)
                    .anySatisfy(w -> assertThat(w).contains("their order is lost"));
        }
    }

    @Nested
    class Values {
        private Configuration resolved(String reader, Object... own) {
            return JobValues.resolve(
                    Jobs.parameters(own), reader == null ? null : Configuration.from(reader.replace('\'', '"')), NOON);
        }

        @Test
        void whatTheJobKnowsIsFilledInAndTheOriginalLeftAlone() {
            Configuration own = Jobs.parameters(Key.TOPIC, "${table}_${date}", Key.RUN_ID, "r");
            Configuration resolved = JobValues.resolve(
                    own,
                    Configuration.from(
                            "{\"connection\":[{\"table\":[\"`orders`\"],\"jdbcUrl\":[\"jdbc:mysql://a,b/s\"]}]}"),
                    NOON);
            assertThat(resolved.getString(Key.TOPIC)).isEqualTo("orders_20260102");
            assertThat(resolved.getString(Key.SOURCE_TABLE)).isEqualTo("s.orders");
            assertThat(own.getString(Key.TOPIC)).isEqualTo("${table}_${date}");
        }

        @Test
        void aReaderOfSeveralTablesHasNoTable() {
            Configuration several = resolved(
                    "{'connection':[{'table':['a','b'],'jdbcUrl':'jdbc:mysql://h/s'}]}", Key.TOPIC, "${table}");
            assertThatThrownBy(() -> KafkaWriterSettings.from(several))
                    .hasMessageContaining("topic: ${table} has no value");
        }

        @Test
        void headersWithNamesThatNothingFillsInAreRefused() {
            assertThatThrownBy(() ->
                            KafkaWriterSettings.from(resolved(null, Key.HEADERS, Map.of("h", "${runId} ${nothing}"))))
                    .hasMessageContaining("headers[h]: ${runId} has no value");
        }

        @Test
        void headersCountAgainstTheLargestRequest() {
            Object[] parameters = {
                Key.HEADERS, Map.of("h", "x".repeat(500)), Key.PRODUCER_PROPERTIES, Map.of("max.request.size", 500)
            };
            assertThat(written(1, 1, parameters)).isEmpty();
        }
    }
}
