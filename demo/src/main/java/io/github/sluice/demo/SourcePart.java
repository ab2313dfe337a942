package io.github.sluice.demo;

import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Beside MySQL: the server, a DataX home with the packaged writer and hook, and the binlog streamer. */
final class SourcePart extends ServerPart {
    private static final String SLUICE = "sluice";
    private static final String STREAMER = "streamer";

    private final Packages packages;
    private final Secrets secrets;
    private final Path work;
    private final Path folder;
    private final boolean streaming;
    private @Nullable MySqlServer mysql;
    private @Nullable DataxHome datax;
    private @Nullable StreamerService streamer;

    /** @param streaming whether there is a streamer */
    SourcePart(Packages packages, Path work, boolean streaming, Consumer<String> told) {
        super(told);
        this.packages = packages;
        this.secrets = Secrets.of(work);
        this.work = work;
        this.folder = work.resolve("servers");
        this.streaming = streaming;
    }

    @Override
    void start() throws IOException {
        String rootPassword = secrets.read(Secrets.MYSQL_ROOT);
        mysql = timed("MySQL (source)", () -> {
            MySqlServer server = own(MySqlServer.startWithPassword(folder, rootPassword));
            server.createUser(
                    SLUICE,
                    secrets.read(Secrets.MYSQL),
                    "SELECT ON shop.*",
                    "SELECT ON `order\\_%`.*",
                    "REPLICATION CLIENT, XA_RECOVER_ADMIN ON *.*");
            server.createUser(
                    STREAMER,
                    secrets.read(Secrets.MYSQL_STREAMER),
                    "REPLICATION SLAVE, REPLICATION CLIENT ON *.*",
                    "SELECT ON shop.*",
                    "SELECT ON `order\\_%`.*");
            return server;
        });
        datax = DataxHome.create(folder.resolve("datax"));
        datax.install(packages.writerPlugin());
        datax.install(packages.hook());
    }

    @Override
    boolean needsKafka() {
        return streaming;
    }

    @Override
    void join(String bootstrapServers) throws IOException {
        streamer = timed(
                "binlog-streamer",
                () -> own(StreamerService.start(
                        packages.streamer(),
                        work.resolve("streamer"),
                        "127.0.0.1:" + mysql().port(),
                        STREAMER,
                        secrets.reference(Secrets.MYSQL_STREAMER),
                        bootstrapServers,
                        secrets.reference(Secrets.DATA_KEY))));
    }

    MySqlServer mysql() {
        return Objects.requireNonNull(mysql);
    }

    StreamerService streamer() {
        return Objects.requireNonNull(streamer);
    }

    @Override
    void describe(Endpoints endpoints) {
        endpoints
                .server("mysql")
                .put("host", "127.0.0.1")
                .put("port", mysql().port())
                .put("username", SLUICE)
                .put("password", secrets.reference(Secrets.MYSQL))
                .put("rootPassword", secrets.reference(Secrets.MYSQL_ROOT))
                .put("pid", mysql().pid())
                .put("dataFolder", mysql().dataDir().toString())
                .put("log", mysql().logFile().toString());
        DataxHome home = Objects.requireNonNull(datax);
        endpoints
                .server("datax")
                .put("home", home.folder().toString())
                .put("launcher", home.isReal() ? "python3" : "sh")
                .put(
                        "program",
                        home.folder()
                                .resolve(home.isReal() ? "bin/datax.py" : "bin/datax.sh")
                                .toString());
        endpoints.server("encryption").put("key", secrets.reference(Secrets.DATA_KEY));
        if (streaming) {
            endpoints
                    .server("streamer")
                    .put("http", streamer().url())
                    .put("pid", streamer().pid())
                    .put("log", streamer().logFile().toString())
                    .put("settings", streamer().settingsFile().toString())
                    .put("tables", streamer().tables().toString())
                    .put("name", StreamerService.NAME)
                    .put("source", StreamerService.SOURCE);
        }
    }
}
