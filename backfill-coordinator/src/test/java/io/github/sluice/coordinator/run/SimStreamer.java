package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.kafka.PositionTopic;
import io.github.sluice.coordinator.kafka.StreamerWords;
import io.github.sluice.coordinator.run.SimKafka.Row;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.position.StreamPosition;
import io.github.sluice.wire.position.TableDdl;
import io.github.sluice.wire.position.TablePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A streamer of one MySQL that is level with it at every look and goes by whatever stands in its folder. Guarded by the servers. */
final class SimStreamer {
    private final SimServers servers;
    private final SimMySql mysql;
    private final SimKafka kafka;
    private final Path folder;
    private final Map<String, TablePosition> routed = new LinkedHashMap<>();
    private int sent;
    private long words;

    SimStreamer(SimServers servers, SimMySql mysql, SimKafka kafka, Path folder) {
        this.servers = servers;
        this.mysql = mysql;
        this.kafka = kafka;
        this.folder = folder;
    }

    /** Sends all that stands in the binlog. */
    void goOn() {
        look();
        for (; sent < mysql.binlog().size(); sent++) {
            Row row = mysql.binlog().get(sent);
            if (row != null) {
                routed.values().forEach(table -> kafka.append(table.topic(), row));
            }
        }
    }

    /** Meets a TRUNCATE. */
    void meets(String transaction) {
        goOn();
        routed.replaceAll((key, table) ->
                table.withDdl(new TableDdl(transaction, "TRUNCATE", "shop." + SimServers.TABLE, Instant.now())));
    }

    private void look() {
        Map<String, TablePosition> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                String text = Files.readString(file);
                Map<?, ?> json = (Map<?, ?>) Json.parse(text);
                if (!mysql.name().isEmpty() && !mysql.name().equals(json.get("source"))) {
                    continue;
                }
                String key = String.valueOf(json.get("key"));
                String digest = StreamerFolder.digest(text);
                TablePosition known = routed.get(key);
                String since = SimMySql.position(sent);
                found.put(
                        key,
                        known != null && known.digest().equals(digest)
                                ? known
                                : TablePosition.level(digest, String.valueOf(json.get("topic")), 2, since));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        routed.clear();
        routed.putAll(found);
    }

    StreamerWords words() {
        return new StreamerWords() {
            @Override
            public Optional<PositionTopic.Heard> read() {
                synchronized (servers) {
                    servers.goOn();
                    StreamPosition position = new StreamPosition(
                            "sim", "", SimMySql.position(sent), "", 0, null, Instant.now(), null, 0, routed, Map.of());
                    return Optional.of(new PositionTopic.Heard(position, words++));
                }
            }

            @Override
            public String unopenedText() {
                return "";
            }

            @Override
            public void close() {}
        };
    }
}
