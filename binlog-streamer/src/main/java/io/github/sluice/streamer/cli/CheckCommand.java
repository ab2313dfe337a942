package io.github.sluice.streamer.cli;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.cli.CommonOptions.Output;
import io.github.sluice.streamer.preflight.Finding;
import io.github.sluice.streamer.preflight.Finding.Severity;
import io.github.sluice.streamer.preflight.Preflight;
import io.github.sluice.streamer.preflight.SourceConnections;
import io.github.sluice.streamer.preflight.TopicChecks;
import io.github.sluice.streamer.route.TableFile;
import io.github.sluice.streamer.route.TableFiles;
import io.github.sluice.streamer.settings.StreamerSettings;
import io.github.sluice.streamer.settings.StreamerSettings.Host;
import io.github.sluice.streamer.settings.StreamerSettings.Source;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code binlog-streamer check}: everything that would stop or mislead a run, found at once, changing nothing. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks settings, table files, Kafka and every server of every source; changes nothing.")
public final class CheckCommand implements Callable<Integer> {
    /** SQLSTATE class "invalid authorization specification". */
    private static final String ACCESS_DENIED = "28";

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

    /** What one place has shown; {@code unreachable} is null where it could be asked. */
    private record Place(String name, @Nullable String unreachable, List<Finding> findings) {}

    @Override
    public Integer call() {
        StreamerSettings settings = common.open();
        try (TableFiles files = TableFiles.load(settings.tables(), CommonOptions.sourceNames(settings))) {
            String keyId = settings.encryption().ring().keys().active().id();
            List<Place> places = new ArrayList<>();
            places.add(new Place(
                    "kafka " + settings.kafka().bootstrapServers(),
                    null,
                    TopicChecks.check(
                            settings,
                            files.current().files().stream()
                                    .map(TableFile::topic)
                                    .distinct()
                                    .toList())));
            for (Source source : settings.sources()) {
                for (Host host : source.hosts()) {
                    places.add(inspect(source, host, files));
                }
            }
            PrintWriter out = spec.commandLine().getOut();
            if (output == Output.JSON) {
                out.println(Json.write(json(files, keyId, places)));
            } else {
                print(out, files, keyId, places);
            }
            out.flush();
            return exitCode(places).number();
        }
    }

    private static Place inspect(Source source, Host host, TableFiles files) {
        String name = "source " + source.name() + " " + host;
        try (Connection connection = SourceConnections.open(source, host)) {
            return new Place(
                    name,
                    null,
                    Preflight.inspect(connection, source, files.current().routes(source.name())));
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
            boolean denied = e.getSQLState() != null && e.getSQLState().startsWith(ACCESS_DENIED);
            return denied
                    ? new Place(
                            name,
                            null,
                            List.of(new Finding(
                                    Severity.FAULT,
                                    "account",
                                    message,
                                    "correct username and password of source " + source.name()
                                            + ", or the hosts from which the account may come")))
                    : new Place(name, message, List.of());
        }
    }

    private static ExitCode exitCode(List<Place> places) {
        List<Finding> all = new ArrayList<>();
        places.forEach(place -> all.addAll(place.findings()));
        ExitCode code = Preflight.exitCode(all);
        boolean unknown = places.stream().anyMatch(place -> place.unreachable() != null);
        return code == ExitCode.DONE && unknown ? ExitCode.UNKNOWN : code;
    }

    private static void print(PrintWriter out, TableFiles files, String keyId, List<Place> places) {
        out.println(files.current().files().size() + " table files, encryption key " + keyId);
        for (Place place : places) {
            out.println(place.name());
            if (place.unreachable() != null) {
                out.println("  unknown  cannot be asked: " + place.unreachable());
            }
            for (Finding finding : place.findings()) {
                out.printf("  %-8s %s%n", word(finding), finding);
            }
            if (place.unreachable() == null && Preflight.exitCode(place.findings()) == ExitCode.DONE) {
                out.println("  ok");
            }
        }
    }

    private static Map<String, @Nullable Object> json(TableFiles files, String keyId, List<Place> places) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("tableFiles", files.current().files().size());
        json.put("keyId", keyId);
        List<Object> list = new ArrayList<>();
        for (Place place : places) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("place", place.name());
            one.put("unreachable", place.unreachable());
            List<Object> findings = new ArrayList<>();
            for (Finding finding : place.findings()) {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("severity", word(finding));
                each.put("subject", finding.subject());
                each.put("found", finding.found());
                each.put("advice", finding.advice());
                findings.add(each);
            }
            one.put("findings", findings);
            list.add(one);
        }
        json.put("places", list);
        return json;
    }

    private static String word(Finding finding) {
        return finding.severity().name().toLowerCase(Locale.ROOT);
    }
}
