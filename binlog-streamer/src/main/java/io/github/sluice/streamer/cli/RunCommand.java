package io.github.sluice.streamer.cli;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.engine.StreamerEngine;
import io.github.sluice.streamer.metrics.SourceProbe;
import io.github.sluice.streamer.metrics.StatusServer;
import io.github.sluice.streamer.metrics.StreamerStatus;
import io.github.sluice.streamer.preflight.SourceConnections;
import io.github.sluice.streamer.route.TableFiles;
import io.github.sluice.streamer.route.TableSet;
import io.github.sluice.streamer.settings.StreamerSettings;
import io.github.sluice.streamer.settings.StreamerSettings.Host;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code binlog-streamer run}: streams until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Streams every source until SIGTERM or SIGINT; commits what it has, then ends with 0.")
public final class RunCommand implements Callable<Integer> {
    private static final Duration LOOK_AT_FILES = Duration.ofSeconds(1);
    private static final Duration ASK_SOURCES = Duration.ofSeconds(5);

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        StreamerSettings settings = common.openWithLog();
        Logger log = LoggerFactory.getLogger(RunCommand.class);
        log.info("binlog-streamer {} starts with {}", settings.name(), settings.file());
        List<String> sources = List.copyOf(CommonOptions.sourceNames(settings));
        StreamerStatus status =
                new StreamerStatus(settings.name(), sources, settings.health().stuckAfter());
        settings.encryption().ring(); // a key that is missing is a fault of the settings, not of a source
        try (TableFiles files = TableFiles.load(settings.tables(), CommonOptions.sourceNames(settings));
                StatusServer http = StatusServer.start(settings.http(), status);
                SourceProbe probe =
                        new SourceProbe(status, (source, server) -> connect(settings, source, server), ASK_SOURCES)) {
            files.watch(LOOK_AT_FILES);
            status.tableFiles(() -> files.current().files().size(), () -> problems(files.current(), sources));
            StreamerEngine engine = new StreamerEngine(settings, files, status);
            ExitCode code = StopSignal.untilStopped(engine::run, engine::stop);
            log.info("binlog-streamer {} ends with {}", settings.name(), code);
            return code.number();
        } catch (Failure e) {
            log.error("binlog-streamer {} ends with {}: {}", settings.name(), e.code(), e.getMessage());
            throw e;
        }
    }

    /** Faults of files, and tables that two files claim. */
    private static List<String> problems(TableSet files, List<String> sources) {
        List<String> problems = new ArrayList<>(files.problems());
        sources.forEach(source -> problems.addAll(files.routes(source).ambiguities()));
        return problems;
    }

    private static Connection connect(StreamerSettings settings, String source, String server) throws SQLException {
        for (Source each : settings.sources()) {
            for (Host host : each.hosts()) {
                if (each.name().equals(source) && host.toString().equals(server)) {
                    return SourceConnections.open(each, host);
                }
            }
        }
        throw new SQLException("source " + source + " has no server " + server);
    }
}
