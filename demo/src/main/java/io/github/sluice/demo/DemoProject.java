package io.github.sluice.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one page that a user writes: {@code sluice.yaml} of the demonstration. */
final class DemoProject {
    /** Logical tables by their name in StarRocks. */
    static final String ALL_TYPES = "ods_all_types";

    static final String CUSTOMERS = "ods_customer_profile";
    static final String ORDERS = "ods_order";

    /** The batch topic of the orders. */
    static final String ORDERS_TOPIC = "sluice_all.t_order";

    static final String DATABASE = "ods";

    private DemoProject() {}

    /**
     * Writes {@code sluice.yaml} into {@code folder}.
     *
     * @param endpoints of the running servers, whose credentials are references already
     * @return the file
     */
    static Path write(Path folder, Endpoints endpoints) throws IOException {
        Path file = folder.resolve("sluice.yaml");
        Files.writeString(file, """
                # Made by ./quickstart: the one page that a user writes. Secrets are references.
                name: quickstart
                source:
                  host: %s
                  port: %s
                  username: %s
                  password: %s
                  timeZone: "+08:00"
                kafka:
                  bootstrapServers: %s
                  replicationFactor: 1
                  batchPartitions: 2
                connect:
                  url: %s
                  # few rows at a time are loaded soon; a real load is better off with the default of 5 s
                  properties: {bufferflush.intervalms: "1000"}
                starrocks:
                  http: [%s]
                  query: %s
                  username: %s
                  password: %s
                  database: %s
                  replicationNum: 1
                encryption:
                  key: %s
                datax:
                  command: [%s, %s]
                  jvm: "-Xms64m -Xmx512m -XX:+UseSerialGC"
                  channels: 2
                tables:
                  - source: shop.all_types
                    target: %s
                  - source: shop.customerProfile
                    target: %s
                  # 24 physical tables whose ids repeat: the key tells them apart
                  - source: {databases: "order_[0-9]+", tables: "t_order_[0-9]+"}
                    target: %s
                    topic: %s
                    key: [db_name, table_name, id]
                policy:
                  batchTopic: drop
                """.formatted(
                        endpoints.text("mysql", "host"),
                        endpoints.text("mysql", "port"),
                        endpoints.text("mysql", "username"),
                        endpoints.text("mysql", "password"),
                        endpoints.text("kafka", "bootstrapServers"),
                        endpoints.text("connect", "url"),
                        endpoints.text("starrocks", "http"),
                        endpoints.text("starrocks", "query"),
                        endpoints.text("starrocks", "username"),
                        endpoints.text("starrocks", "password"),
                        DATABASE,
                        endpoints.text("encryption", "key"),
                        endpoints.text("datax", "launcher"),
                        endpoints.text("datax", "program"),
                        ALL_TYPES,
                        CUSTOMERS,
                        ORDERS,
                        ORDERS_TOPIC));
        return file;
    }
}
