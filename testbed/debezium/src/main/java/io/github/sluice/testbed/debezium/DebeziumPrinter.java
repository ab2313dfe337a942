package io.github.sluice.testbed.debezium;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Follows a database and prints each change as {@code EVENT } and Debezium's JSON, until its standard input ends:
 * {@code PORT SERVER_ID DATABASE}. Columns are read at the start and then followed through the DDL; rows that were there
 * before are not printed.
 */
public final class DebeziumPrinter {
    private DebeziumPrinter() {}

    public static void main(String[] arguments) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("name", "printer");
        properties.setProperty("connector.class", "io.debezium.connector.mysql.MySqlConnector");
        properties.setProperty("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        properties.setProperty("schema.history.internal", "io.debezium.relational.history.MemorySchemaHistory");
        properties.setProperty("snapshot.mode", "no_data");
        properties.setProperty("topic.prefix", "p");
        properties.setProperty("database.hostname", "127.0.0.1");
        properties.setProperty("database.port", arguments[0]);
        properties.setProperty("database.user", "root");
        properties.setProperty("database.password", "");
        properties.setProperty("database.server.id", arguments[1]);
        properties.setProperty("database.include.list", arguments[2]);
        properties.setProperty("include.schema.changes", "false");
        properties.setProperty("decimal.handling.mode", "string");
        properties.setProperty("tombstones.on.delete", "false");
        properties.setProperty("converter.schemas.enable", "false");
        properties.setProperty("key.converter.schemas.enable", "false");
        properties.setProperty("value.converter.schemas.enable", "false");
        DebeziumEngine<ChangeEvent<String, String>> engine = DebeziumEngine.create(Json.class)
                .using(properties)
                .using((success, message, error) -> {
                    if (!success) {
                        System.out.println("FAILED " + message + " " + error);
                    }
                })
                .notifying(event -> System.out.println("EVENT " + event.value()))
                .build();
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "debezium");
            made.setDaemon(true);
            return made;
        });
        thread.execute(engine);
        while (System.in.read() >= 0) {
            // whoever started us ends us
        }
        engine.close();
        thread.shutdown();
    }
}
