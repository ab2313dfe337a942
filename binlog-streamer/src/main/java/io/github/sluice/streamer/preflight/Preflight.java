package io.github.sluice.streamer.preflight;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.preflight.Finding.Severity;
import io.github.sluice.streamer.route.Routes;
import io.github.sluice.streamer.settings.StreamerSettings.Host;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a server before its binlog is read, with statements that MySQL 5.7 to 9 all have, and finds everything at
 * once. It changes nothing. Thread-safe; the connection is the caller's.
 */
public final class Preflight {
    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

    private Preflight() {}

    /** Everything there is to say of a server and the tables that {@code routes} match on it. */
    public static List<Finding> inspect(Connection connection, Source source, Routes routes) throws SQLException {
        List<Finding> findings = new ArrayList<>(ServerChecks.check(new Questions(connection), source, routes));
        findings.addAll(TableChecks.check(connection, routes));
        return findings;
    }

    /**
     * The check on every connection, of the server alone: another one may have taken over, or its settings may have
     * changed. What is wrong with single tables stops those tables only, so it is not asked here. Everything but faults
     * is logged.
     *
     * @throws Failure with {@link ExitCode#REFUSED} naming every fault
     */
    public static void requireServer(Connection connection, Source source, Host host, Routes routes)
            throws SQLException {
        demand(ServerChecks.check(new Questions(connection), source, routes), source, host);
    }

    private static void demand(List<Finding> findings, Source source, Host host) {
        List<String> faults = new ArrayList<>();
        for (Finding finding : findings) {
            switch (finding.severity()) {
                case FAULT -> faults.add(finding.toString());
                case DRIFT, WARNING -> LOG.warn("source {} ({}): {}", source.name(), host, finding);
                case NOTE -> LOG.info("source {} ({}): {}", source.name(), host, finding);
            }
        }
        if (!faults.isEmpty()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "source " + source.name() + " (" + host + "): " + faults.size()
                            + (faults.size() == 1 ? " fault" : " faults") + System.lineSeparator() + "  "
                            + String.join(System.lineSeparator() + "  ", faults));
        }
    }

    /** What a command that only looks ends with. */
    public static ExitCode exitCode(List<Finding> findings) {
        if (findings.stream().anyMatch(finding -> finding.severity() == Severity.FAULT)) {
            return ExitCode.REFUSED;
        }
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.DRIFT)
                ? ExitCode.DRIFT
                : ExitCode.DONE;
    }
}
