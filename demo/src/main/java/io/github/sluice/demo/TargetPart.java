package io.github.sluice.demo;

import io.github.sluice.testbed.connect.ConnectWorker;
import io.github.sluice.testbed.mysql.MySqlServer;
import io.github.sluice.testbed.starrocks.StandInOptions;
import io.github.sluice.testbed.starrocks.StarRocksStandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Beside StarRocks: the stand-in over a MySQL of its own, and a Connect worker with the packaged plugins. */
final class TargetPart extends ServerPart {
    /** Connectors refer to secrets as {@code ${directory:FOLDER:FILE}}. */
    private static final Map<String, String> WORKER = Map.of(
            "config.providers",
            "env,file,directory",
            "config.providers.directory.class",
            "org.apache.kafka.common.config.provider.DirectoryConfigProvider");

    private final Packages packages;
    private final Secrets secrets;
    private final Path folder;
    private final Map<String, String> worker;
    private @Nullable StarRocksStandIn starRocks;
    private @Nullable ConnectWorker connect;

    /** @param overrides of the Connect worker's settings */
    TargetPart(Packages packages, Path work, Map<String, String> overrides, Consumer<String> told) {
        super(told);
        this.packages = packages;
        this.secrets = Secrets.of(work);
        this.folder = work.resolve("servers");
        this.worker = new HashMap<>(WORKER);
        worker.putAll(overrides);
    }

    @Override
    void start() throws IOException {
        String password = secrets.read(Secrets.STARROCKS);
        starRocks = timed(
                "StarRocks stand-in",
                () -> own(StarRocksStandIn.start(
                        own(MySqlServer.start(folder)),
                        StandInOptions.defaults().withRootPassword(password))));
    }

    @Override
    boolean needsKafka() {
        return true;
    }

    @Override
    void join(String bootstrapServers) throws IOException {
        connect = timed(
                "Kafka Connect",
                () -> own(ConnectWorker.start(folder, bootstrapServers, packages.connectPlugins(), worker, Map.of())));
    }

    ConnectWorker connect() {
        return Objects.requireNonNull(connect);
    }

    @Override
    void describe(Endpoints endpoints) {
        endpoints
                .server("connect")
                .put("url", connect().url())
                .put("pid", connect().pid())
                .put("log", connect().logFile().toString());
        StarRocksStandIn standIn = Objects.requireNonNull(starRocks);
        endpoints
                .server("starrocks")
                .put("http", standIn.feHttp())
                .put("backendHttp", standIn.beHttp())
                .put("query", standIn.query())
                .put("username", standIn.username())
                .put("password", secrets.reference(Secrets.STARROCKS))
                .put("pid", ProcessHandle.current().pid());
    }
}
