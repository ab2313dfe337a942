package io.github.sluice.streamer.cli;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.cli.CommonOptions.Output;
import io.github.sluice.streamer.publish.KafkaClients;
import io.github.sluice.streamer.publish.KafkaTransactions;
import io.github.sluice.streamer.publish.PositionsTopic;
import io.github.sluice.streamer.publish.PublishFailedException;
import io.github.sluice.streamer.settings.StreamerSettings;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.position.StoppedTable;
import io.github.sluice.wire.position.StreamPosition;
import io.github.sluice.wire.position.TableDdl;
import io.github.sluice.wire.position.TablePosition;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code binlog-streamer position}: the committed positions, opened with the key; works beside a running streamer. */
@Command(
        name = "position",
        mixinStandardHelpOptions = true,
        description = "Prints the committed position of every source; works beside a running streamer.")
public final class PositionCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Form of the result on standard output (default: ${DEFAULT-VALUE}).")
    private Output output = Output.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        StreamerSettings settings = common.open();
        DataKey key = settings.encryption().ring().root();
        KafkaClients clients = new KafkaClients(settings.kafka(), settings.name());
        Map<String, @Nullable StreamPosition> positions = new LinkedHashMap<>();
        for (Source source : settings.sources()) {
            PositionsTopic topic = new PositionsTopic(
                    settings.positions().topic(),
                    settings.name(),
                    source.name(),
                    clients,
                    settings.kafka().replicationFactor(),
                    key);
            try {
                positions.put(
                        source.name(),
                        KafkaTransactions.look(clients, topic, source.name()).position());
            } catch (PublishFailedException e) {
                throw new Failure(ExitCode.UNKNOWN, String.valueOf(e.getMessage()), e);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output == Output.JSON) {
            List<Object> list = new ArrayList<>();
            positions.forEach((source, position) -> {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                one.put("source", source);
                one.put("position", position == null ? null : Json.parse(position.toJson()));
                list.add(one);
            });
            out.println(Json.write(list));
        } else {
            positions.forEach((source, position) -> print(out, source, position));
        }
        out.flush();
        return ExitCode.DONE.number();
    }

    private static void print(PrintWriter out, String source, @Nullable StreamPosition position) {
        out.println("source " + source);
        if (position == null) {
            out.println("  nothing was committed yet");
            return;
        }
        out.println("  position    " + (position.gtidSet().isEmpty() ? "(empty)" : position.gtidSet()));
        out.println("  file        " + position.file() + ":" + position.position() + " on " + position.serverUuid());
        if (position.partial() != null) {
            out.println("  and part of " + position.partial());
        }
        out.println("  written at  " + position.writtenAt());
        out.println("  last event  " + (position.lastEventAt() == null ? "none yet" : position.lastEventAt()));
        position.keyUses().forEach((id, use) -> out.println("  key " + id + "    at most " + use));
        position.tables().forEach((key, table) -> print(out, key, table));
    }

    private static void print(PrintWriter out, String key, TablePosition table) {
        StoppedTable stopped = table.stopped();
        String state = stopped != null ? "STOPPED" : table.behind() != null ? "catching up" : "level";
        out.println("  table " + key + " -> " + table.topic() + "  " + state);
        if (stopped != null) {
            out.println("    " + stopped);
        }
        if (table.behind() != null) {
            out.println("    its own position: " + table.behind());
        }
        for (TableDdl ddl : table.ddl()) {
            out.println("    ddl " + ddl.kind() + " " + ddl.table() + " " + ddl.gtid() + " " + ddl.at());
        }
    }
}
