package io.github.sluice.demo;

import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.SecretReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Does on purpose what otherwise happens by accident. Each fault strikes the orders, between two
 * steps of the run, with the tools that a careless colleague or a wrong setting would use.
 */
final class FaultPlanter {
    /** The id of the row that {@link Fault#EXTRA_ROW} invents; no order has it. */
    static final long INVENTED_ID = 987_654_321;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Endpoints endpoints;
    private final Path plan;
    private final String topic;

    /**
     * @param plan the folder with the generated files
     * @param topic the batch topic of the orders
     */
    FaultPlanter(Endpoints endpoints, Path plan, String topic) {
        this.endpoints = endpoints;
        this.plan = plan;
        this.topic = topic;
    }

    /** Plants the fault; returns one sentence that says what was done. */
    String plant(Fault fault)
            throws IOException, SQLException, UndecryptableException, ExecutionException, InterruptedException,
                    TimeoutException {
        return switch (fault) {
            case LOST_ROW -> loseFirstRecord();
            case EXTRA_ROW -> addRow();
            case UNDECRYPTABLE -> addRecordOfAnotherKey();
            case CHANGED_VALUE -> changeValue();
            case NULL_FOR_LONG_STRING -> shortenColumn();
        };
    }

    private String loseFirstRecord() throws ExecutionException, InterruptedException, TimeoutException {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        return "removed offset 0 of " + partition + " (kafka-delete-records)";
    }

    private String addRow()
            throws IOException, UndecryptableException, ExecutionException, InterruptedException, TimeoutException {
        DataKey key = DataKey.fromReference(endpoints.text("encryption", "key"));
        ConsumerRecord<byte[], byte[]> model = firstRecord();
        String json = new String(EnvelopeV1.opener(key).open(model.value()), StandardCharsets.UTF_8);
        if (!(Json.parse(json) instanceof Map<?, ?> modelRow)) {
            throw new IOException("the first record of " + topic + " holds no row");
        }
        Map<Object, @Nullable Object> row = new LinkedHashMap<>(modelRow);
        row.put("id", INVENTED_ID);
        send(model.key(), EnvelopeV1.sealer(key).seal(Json.write(row).getBytes(StandardCharsets.UTF_8)));
        return "wrote a row with id " + INVENTED_ID + " into " + topic;
    }

    private String addRecordOfAnotherKey() throws ExecutionException, InterruptedException, TimeoutException {
        byte[] other = new byte[32];
        new SecureRandom().nextBytes(other);
        DataKey key = DataKey.fromHex(HexFormat.of().formatHex(other));
        send(new byte[16], EnvelopeV1.sealer(key).seal("{\"id\":1}".getBytes(StandardCharsets.UTF_8)));
        return "wrote a record sealed with another key into " + topic;
    }

    private String changeValue() throws SQLException {
        try (Connection connection = starRocks();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE `" + DemoProject.ORDERS + "` SET `amount` = 0.000001"
                    + " WHERE `db_name` = 'order_1' AND `table_name` = 't_order_7' AND `id` = 3");
        }
        return "set amount of (order_1, t_order_7, 3) to 0.000001 in StarRocks";
    }

    /** Takes back what faults have left in StarRocks: its tables are dropped, and the next run makes them anew. */
    void undo() throws SQLException {
        try (Connection connection = starRocks();
                Statement statement = connection.createStatement()) {
            for (String table : DemoProject.TABLES) {
                statement.execute("DROP TABLE IF EXISTS `" + table + "`");
            }
        }
    }

    private Connection starRocks() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://" + endpoints.text("starrocks", "query") + "/" + DemoProject.DATABASE,
                endpoints.text("starrocks", "username"),
                SecretReference.parse(endpoints.text("starrocks", "password")).resolve());
    }

    private String shortenColumn() throws IOException {
        Path ddl = only("*_create_table.sql", DemoProject.ORDERS);
        String made = Files.readString(ddl);
        String shortened = made.replaceFirst("(`remark` varchar)\\(\\d+\\)", "$1(40)");
        Path connector = only("*_connect.json", topic);
        String strict = Files.readString(connector);
        String lenient = strict.replaceFirst("(\"sink.properties.strict_mode\"\\s*:\\s*)\"true\"", "$1\"false\"");
        if (shortened.equals(made) || lenient.equals(strict)) {
            throw new IOException(ddl + " or " + connector + " is not as this fault expects it");
        }
        Files.writeString(ddl, shortened);
        Files.writeString(connector, lenient);
        return "declared remark as varchar(40) and set strict_mode=false in the generated files";
    }

    private Path only(String pattern, String part) throws IOException {
        try (var files = Files.newDirectoryStream(plan, pattern)) {
            for (Path file : files) {
                if (file.getFileName().toString().contains(part)) {
                    return file;
                }
            }
        }
        throw new IOException("no " + pattern + " of " + part + " in " + plan);
    }

    private ConsumerRecord<byte[], byte[]> firstRecord() {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers(), "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LIMIT)) {
                return record;
            }
        }
        throw new IllegalStateException(topic + " has no record in partition 0");
    }

    private void send(byte[] key, byte[] value) throws ExecutionException, InterruptedException, TimeoutException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, key, value)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private String bootstrapServers() {
        return endpoints.text("kafka", "bootstrapServers");
    }
}
