package io.github.sluice.streamer.engine;

import com.github.shyiko.mysql.binlog.network.SSLMode;
import io.github.sluice.streamer.binlog.SourceServer;
import io.github.sluice.streamer.settings.StreamerSettings.Host;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The servers of one source, the one in use first. One thread. */
final class SourceServers {
    private final Source source;
    private int inUse;

    SourceServers(Source source) {
        this.source = source;
    }

    int size() {
        return source.hosts().size();
    }

    /** The server in use for 0, and those after it in the order of the settings. */
    Host host(int after) {
        List<Host> hosts = source.hosts();
        return hosts.get((inUse + after) % hosts.size());
    }

    /** Goes on with that server. */
    void use(Host host) {
        inUse = source.hosts().indexOf(host);
    }

    /** A server for its binlog. */
    SourceServer reading(Host host) {
        SourceServer server = SourceServer.of(
                host.name(),
                host.port(),
                source.username(),
                source.password(),
                source.serverId(),
                ZoneId.of(source.timeZone()));
        return server.withTls(tls(source.jdbcProperties()));
    }

    private static SSLMode tls(Map<String, String> properties) {
        String mode = properties.get("sslMode");
        if (mode == null) {
            return "false".equalsIgnoreCase(properties.get("useSSL")) ? SSLMode.DISABLED : SSLMode.PREFERRED;
        }
        return SSLMode.valueOf(mode.toUpperCase(Locale.ROOT));
    }
}
