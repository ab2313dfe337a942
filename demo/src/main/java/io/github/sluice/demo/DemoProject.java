package io.github.sluice.demo;

import io.github.sluice.demo.SluiceCommand.Half;
import io.github.sluice.demo.data.CamelCaseTable;
import io.github.sluice.demo.data.SourceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one page that a user writes: {@code sluice.yaml} of the demonstration, for both halves or for each its own. */
final class DemoProject {
    /** Logical tables by their name in StarRocks. */
    static final String ALL_TYPES = "ods_all_types";

    static final String CUSTOMERS = "ods_customer_profile";
    static final String ORDERS = "ods_order";

    /** All of them. */
    static final List<String> TABLES = List.of(ALL_TYPES, CUSTOMERS, ORDERS);

    /** The batch topic of the orders. */
    static final String ORDERS_TOPIC = "sluice_all.t_order";

    static final String DATABASE = "ods";

    /** Few rows at a time are loaded soon; a real load is better off with the default of 5 s. */
    static final Map<String, String> SOON = Map.of("bufferflush.intervalms", "1000");

    /** Counts in one row of the customers that nobody else changes. */
    static final String COUNT_IN_SOURCE =
            "UPDATE `shop`.`customerProfile` SET `order` = ? WHERE `customerId` = " + CamelCaseTable.PROBE_KEY;

    /** The number in StarRocks. */
    static final String COUNT_IN_TARGET =
            "SELECT `order` FROM `" + CUSTOMERS + "` WHERE `customer_id` = " + CamelCaseTable.PROBE_KEY;

    private DemoProject() {}

    /** The StarRocks table of a physical one. */
    static String target(SourceTable table) {
        return switch (table.name()) {
            case "all_types" -> ALL_TYPES;
            case "customerProfile" -> CUSTOMERS;
            default -> ORDERS;
        };
    }

    /**
     * Writes {@code sluice.yaml} into the work folder, or into a folder of it for each half.
     *
     * @param endpoints of the running servers, whose credentials are references already
     * @param connectors added to every connector
     * @return the halves that there are, the source's before the target's
     */
    static List<Half> write(Path work, Endpoints endpoints, Networks networks, Map<String, String> connectors)
            throws IOException {
        List<Half> halves = new ArrayList<>();
        if (!networks.apart()) {
            halves.add(new Half(null, write(work, null, endpoints, connectors)));
        } else {
            for (Side side : Side.values()) {
                Path folder = Files.createDirectories(work.resolve(side.word()));
                halves.add(new Half(side, write(folder, side, endpoints, connectors)));
            }
        }
        return halves;
    }

    private static Path write(Path folder, @Nullable Side side, Endpoints endpoints, Map<String, String> connectors)
            throws IOException {
        StringBuilder page = new StringBuilder("""
                # Made by ./quickstart: the one page that a user writes. Secrets are references.
                name: quickstart
                """);
        if (side != Side.TARGET) {
            page.append("""
                    source:
                      host: %s
                      port: %s
                      username: %s
                      password: %s
                      timeZone: "+08:00"
                    datax:
                      command: [%s, %s]
                      jvm: "-Xms64m -Xmx512m -XX:+UseSerialGC %s"
                      channels: 2
                    """.formatted(
                            endpoints.text("mysql", "host"),
                            endpoints.text("mysql", "port"),
                            endpoints.text("mysql", "username"),
                            endpoints.text("mysql", "password"),
                            endpoints.text("datax", "launcher"),
                            endpoints.text("datax", "program"),
                            System.getenv().getOrDefault("DATAX_OPTS", "")));
        }
        page.append("""
                kafka:
                  bootstrapServers: %s
                  replicationFactor: 1
                  batchPartitions: 2
                encryption:
                  key: %s
                """.formatted(
                endpoints.text("kafka", side == Side.TARGET ? "targetBootstrapServers" : "sourceBootstrapServers"),
                endpoints.text("encryption", "key")));
        if (side != Side.SOURCE) {
            page.append("""
                    connect:
                      url: %s
                      properties: {%s}
                    starrocks:
                      http: [%s]
                      query: %s
                      username: %s
                      password: %s
                      database: %s
                      replicationNum: 1
                    """.formatted(
                            endpoints.text("connect", "url"),
                            connectors.entrySet().stream()
                                    .map(entry -> entry.getKey() + ": \"" + entry.getValue() + "\"")
                                    .collect(Collectors.joining(", ")),
                            endpoints.text("starrocks", "http"),
                            endpoints.text("starrocks", "query"),
                            endpoints.text("starrocks", "username"),
                            endpoints.text("starrocks", "password"),
                            DATABASE));
        }
        if (endpoints.has("streamer")) {
            page.append("streamer:\n  streamPartitions: 2\n");
            if (side != Side.TARGET) {
                page.append("""
                          name: %s
                          source: %s
                          tables: %s
                        """.formatted(
                                endpoints.text("streamer", "name"),
                                endpoints.text("streamer", "source"),
                                endpoints.text("streamer", "tables")));
            }
        }
        page.append("""
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
                """.formatted(ALL_TYPES, CUSTOMERS, ORDERS, ORDERS_TOPIC));
        Path file = folder.resolve("sluice.yaml");
        Files.writeString(file, page);
        return file;
    }
}
