package io.github.sluice.benchmarks.rival;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Follows a database and writes its changes as the streamer does: the same rows, keys and envelopes, in the same
 * partitions of the same kind of topics. Its one argument is a JSON file; see {@link Settings}. It runs until it is
 * killed, and goes on where the stored offset says.
 */
public final class DebeziumRival {
    private DebeziumRival() {}

    public static void main(String[] arguments) throws IOException {
        Settings settings = Settings.of(new Tree(Json.parse(Files.readString(Path.of(arguments[0])))));
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                new HashMap<>(settings.producer()), new ByteArraySerializer(), new ByteArraySerializer());
        RowPublisher publisher = new RowPublisher(settings.tables(), settings.key(), producer);
        Properties properties = new Properties();
        properties.putAll(settings.engine());
        DebeziumEngine<RecordChangeEvent<SourceRecord>> engine = DebeziumEngine.create(
                        ChangeEventFormat.of(Connect.class))
                .using(properties)
                .using((success, message, error) -> {
                    System.out.println("the engine has ended: " + message);
                    if (error != null) {
                        error.printStackTrace(System.out);
                    }
                    System.exit(success ? 0 : 1);
                })
                .notifying(
                        (List<RecordChangeEvent<SourceRecord>> batch,
                                DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer) -> {
                            for (RecordChangeEvent<SourceRecord> event : batch) {
                                publisher.publish(event.record());
                                committer.markProcessed(event);
                            }
                            // an offset is stored only for what is acknowledged
                            publisher.flush();
                            committer.markBatchFinished();
                        })
                .build();
        System.out.println(engine.getClass().getName());
        engine.run();
    }

    /**
     * What is in the file.
     *
     * @param engine properties of the engine
     * @param producer properties of the producer
     * @param keyFile of the data key
     * @param tables logical tables
     */
    record Settings(Map<String, String> engine, Map<String, String> producer, Path keyFile, List<LogicalTable> tables) {
        static Settings of(Tree tree) {
            return new Settings(
                    tree.texts("engine"),
                    tree.texts("producer"),
                    Path.of(tree.text("keyFile")),
                    tree.list("tables").stream()
                            .map(table -> LogicalTable.of(new Tree(table)))
                            .toList());
        }

        DataKey key() throws IOException {
            return DataKey.fromHex(Files.readString(keyFile).trim());
        }
    }
}
