package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.alert.Alert;
import io.github.sluice.coordinator.alert.AlertSender;
import io.github.sluice.coordinator.alert.AlertSender.Delivery;
import io.github.sluice.coordinator.settings.WatchFile;
import io.github.sluice.coordinator.settings.WatchSettings;
import io.github.sluice.coordinator.watch.Sighting;
import io.github.sluice.coordinator.watch.Watch;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice watch}: keeps processes running and tells people. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Starts processes again that are dead or stuck, as often as their budget allows, and sends alerts to DingTalk,"
                    + " WeCom, Feishu, Slack or a webhook.",
            "Stays until it is stopped; the processes go on without it. With --once it looks a single time, for cron.",
            "--once ends with 28 if a process is down and not started again, with 30 if an alert reached nobody. See"
                    + " docs/freshness.md."
        })
public final class WatchCommand implements Callable<Integer> {
    private static final long CLOSE_SECONDS = 15;

    @Option(
            names = "--watch",
            paramLabel = "YAML",
            defaultValue = "watch.yaml",
            description = "What to watch and whom to tell (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("watch.yaml");

    @Option(names = "--once", description = "Look a single time, and end when what is due is done.")
    private boolean once;

    @Option(names = "--dry-run", description = "Look a single time, say what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--test-alert", description = "Send one message to each channel, and nothing else.")
    private boolean testAlert;

    @Mixin
    private ResultOptions result = new ResultOptions();

    @Option(
            names = "--lang",
            paramLabel = "en|zh",
            description = "Language of messages and alerts (default: language of the settings file, else by LANG).")
    private @Nullable String language;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        if ((once ? 1 : 0) + (dryRun ? 1 : 0) + (testAlert ? 1 : 0) > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--once, --dry-run and --test-alert do not go together; say one of them");
        }
        BaseOptions.choose(language);
        WatchSettings settings = WatchFile.read(file);
        if (language == null) {
            BaseOptions.choose(settings.language());
        }
        if (System.getProperty("sluice.log") == null) {
            System.setProperty(
                    "sluice.log",
                    settings.stateFolder()
                            .resolveSibling("logs")
                            .resolve("watch.log")
                            .toString());
        }
        if (testAlert) {
            return testAlert(settings).number();
        }
        if (dryRun) {
            List<Sighting> sightings = Watch.dryRun(
                    settings, Clock.systemDefaultZone(), intention -> print(AlertWords.said(List.of(intention))));
            sightings.forEach(this::print);
            return ExitCode.DONE.number();
        }
        try (Watch watch = new Watch(settings, new AlertWords(), Clock.systemDefaultZone(), this::print)) {
            return once ? once(watch).number() : stay(watch);
        }
    }

    private ExitCode once(Watch watch) {
        List<Sighting> sightings = watch.once();
        sightings.forEach(this::print);
        if (watch.undelivered() > 0) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(Messages.system().of("watch.undelivered", watch.undelivered()));
            err.flush();
        }
        if (sightings.stream().anyMatch(one -> one.state().down())) {
            return ExitCode.CAPTURE_STOPPED;
        }
        return watch.undelivered() > 0 ? ExitCode.UNKNOWN : ExitCode.DONE;
    }

    /** Until the process is told to end; then what was done is written down and what is to be said is sent. */
    private int stay(Watch watch) {
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            watch.end();
                            try {
                                if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                                    spec.commandLine().getErr().println("sluice: ended before all was said");
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "watch-end"));
        try {
            watch.run(sightings -> {});
            watch.close();
            if (result.ds()) {
                result.values().print(spec.commandLine().getOut(), ExitCode.DONE.number()); // this process ends next
            }
        } finally {
            watch.close();
            closed.countDown();
        }
        return ExitCode.DONE.number();
    }

    private ExitCode testAlert(WatchSettings settings) {
        OffsetDateTime now = OffsetDateTime.now(Clock.systemDefaultZone()).truncatedTo(ChronoUnit.SECONDS);
        Alert test = new Alert(Alert.Kind.TEST, settings.name(), "", now, List.of(), "");
        List<Delivery> deliveries;
        try (AlertSender sender =
                new AlertSender(settings.alerts().channels(), new AlertWords(), List.of(), Clock.systemDefaultZone())) {
            deliveries = sender.send(test).join();
        }
        for (Delivery one : deliveries) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("channel", one.channel());
            json.put("delivered", one.delivered());
            json.put("fault", one.text());
            print(
                    json,
                    one.delivered()
                            ? Messages.system().of("watch.channel.delivered", one.channel())
                            : Messages.system().of("watch.channel.failed", one.channel(), one.text()));
        }
        if (deliveries.stream().anyMatch(Delivery::refused)) {
            return ExitCode.USAGE;
        }
        return deliveries.stream().allMatch(Delivery::delivered) ? ExitCode.DONE : ExitCode.UNKNOWN;
    }

    private void print(Alert alert) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("event", alert.kind().name());
        json.put("subject", alert.subject());
        json.put("at", alert.at().toString());
        json.put("reason", new AlertWords().reason(alert));
        json.put("restarts", alert.budget());
        print(
                json,
                new AlertWords().title(alert) + "\n  "
                        + new AlertWords().text(alert).replace("\n", "\n  "));
    }

    private void print(Sighting sighting) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("process", sighting.process());
        json.put("state", sighting.state().name());
        json.put("pid", sighting.pid());
        String reason = AlertWords.said(sighting.reasons());
        json.put("reason", reason);
        json.put("restarts", sighting.restarts());
        print(
                json,
                sighting.process() + ": "
                        + Messages.system().of("watch.state." + sighting.state())
                        + (reason.isEmpty() ? "" : " (" + reason + ")"));
    }

    private void print(String intention) {
        print(new LinkedHashMap<>(Map.of("would", intention)), intention);
    }

    /** One line of JSON for each thing that is said, so that it can be followed. */
    private void print(Map<String, @Nullable Object> json, String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(result.json() ? Json.write(json) : text);
        out.flush();
    }
}
