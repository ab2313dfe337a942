package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.connect.Blocker;
import io.github.sluice.coordinator.connect.ConnectorStatus;
import io.github.sluice.coordinator.connect.Look;
import io.github.sluice.coordinator.kafka.RecordFinder.Found;
import io.github.sluice.wire.envelope.EnvelopeHead;
import io.github.sluice.wire.json.Json;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code connect watch} says of looks and of records at which a connector stands. */
final class WatchWords {
    private WatchWords() {}

    static String text(String connector, Look look, int mostRestarts) {
        Messages words = Messages.system();
        List<String> parts = new ArrayList<>();
        parts.add(look.at().truncatedTo(ChronoUnit.SECONDS).toString());
        parts.add(Printable.line(connector));
        if (look.status().isEmpty()) {
            parts.add(words.of("connect.unseen", Printable.line(look.reason())));
            return String.join("  ", parts);
        }
        ConnectorStatus status = look.status().get();
        parts.add(ConnectWords.orDash(status.word()) + " " + ConnectWords.tasks(status));
        parts.add(words.of("connect.lag", number(look.lag())));
        parts.add(words.of("connect.rate", look.recordsPerSecond() == null ? "-" : rate(look.recordsPerSecond())));
        if (look.still().compareTo(Duration.ZERO) > 0) {
            parts.add(words.of("connect.still", Long.toString(look.still().toSeconds())));
        }
        if (status.failed()) {
            parts.add(Printable.line(look.reason()));
            if (look.verdict() == Look.Verdict.GOES_ON) {
                parts.add(words.of("connect.restarted", look.restarts(), mostRestarts));
            }
        }
        return String.join("  ", parts);
    }

    private static String number(@Nullable Long number) {
        return number == null ? "?" : String.format(Locale.ROOT, "%,d", number);
    }

    private static String rate(double rate) {
        return rate > 0 && rate < 10
                ? String.format(Locale.ROOT, "%.1f", rate)
                : String.format(Locale.ROOT, "%,d", Math.round(rate));
    }

    static String json(String connector, Look look) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("at", look.at().toString());
        json.put("name", connector);
        json.put("state", look.status().map(ConnectorStatus::word).orElse(null));
        json.put("running", look.status().map(ConnectorStatus::runningTasks).orElse(null));
        json.put("tasks", look.status().map(status -> status.tasks().size()).orElse(null));
        json.put("lag", look.lag());
        json.put("recordsPerSecond", look.recordsPerSecond());
        json.put("stillSeconds", look.still().toSeconds());
        json.put("restarts", look.restarts());
        json.put("verdict", look.verdict().name());
        json.put("reason", look.reason());
        return Json.write(json);
    }

    /** @param settings the settings file; null for none */
    static List<String> text(String connector, Blocker blocker, @Nullable String settings) {
        Messages words = Messages.system();
        Found record = blocker.record();
        String place = words.of(
                "connect.place",
                blocker.partition().topic(),
                Integer.toString(blocker.partition().partition()),
                Long.toString(blocker.offset()));
        List<String> lines = new ArrayList<>();
        String head = Printable.line(connector) + ": "
                + words.of(blocker.named() ? "connect.blocked.named" : "connect.blocked.first", place);
        if (!blocker.note().isEmpty()) {
            lines.add(head + ": " + Printable.line(blocker.note()));
        } else if (record == null) {
            lines.add(head + ": " + words.of("connect.blocked.none"));
        } else {
            lines.add(head);
        }
        if (record != null) {
            lines.add("  "
                    + words.of(
                            "connect.record",
                            record.timestamp().toString(),
                            bytes(record.keyBytes()),
                            bytes(record.valueBytes()),
                            envelope(record.head())));
            lines.add("  " + command(blocker, settings));
        }
        return lines;
    }

    private static String bytes(@Nullable Integer length) {
        return length == null
                ? Messages.system().of("connect.record.none")
                : Messages.system().of("connect.record.bytes", Integer.toString(length));
    }

    private static String envelope(@Nullable EnvelopeHead head) {
        if (head == null) {
            return Messages.system().of("connect.record.none");
        }
        return "v" + head.version() + (head.keyId() == null ? "" : " " + head.keyId()) + " " + head.algorithm();
    }

    /** Shows the record's envelope, and with {@code --reveal} its rows. */
    private static String command(Blocker blocker, @Nullable String settings) {
        String command = "sluice wire cat " + blocker.partition().topic() + " --partition "
                + blocker.partition().partition() + " --from " + blocker.offset() + " --max 1";
        return settings == null || settings.equals("sluice.yaml") ? command : command + " -f " + quoted(settings);
    }

    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9._/@%+=:-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }

    static String json(String connector, Blocker blocker, @Nullable String settings) {
        Found record = blocker.record();
        EnvelopeHead head = record == null ? null : record.head();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", connector);
        json.put("topic", blocker.partition().topic());
        json.put("partition", blocker.partition().partition());
        json.put("offset", blocker.offset());
        json.put("namedByTrace", blocker.named());
        json.put("timestamp", record == null ? null : record.timestamp().toString());
        json.put("keyBytes", record == null ? null : record.keyBytes());
        json.put("valueBytes", record == null ? null : record.valueBytes());
        json.put("version", head == null ? null : head.version());
        json.put("keyId", head == null ? null : head.keyId());
        json.put("algorithm", head == null ? null : head.algorithm().toString());
        json.put("note", blocker.note());
        json.put("command", record == null ? null : command(blocker, settings));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("blocked", json);
        return Json.write(line);
    }
}
