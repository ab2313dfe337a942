package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.SealedRecords;
import io.github.sluice.coordinator.kafka.SealedRecords.Sealed;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.envelope.EnvelopeHead;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice wire cat}: one line per sealed record; rows in clear only on request. */
@Command(
        name = "cat",
        mixinStandardHelpOptions = true,
        description = {
            "Reads a topic's committed records to the end that it has now, and says of each: partition, offset, timestamp,"
                    + " envelope, key id, algorithm, content, rows inside, bytes, and whether it opens with encryption.key.",
            "Ends with 23 if one does not open. A record of version 1 names no key."
        })
public final class WireCatCommand implements Callable<Integer> {
    /** How many records that do not open are named at the end; all of them are marked in the output. */
    private static final int NAMED = 20;

    /** How often it is looked whether anybody still reads the output. */
    private static final int LOOK_EVERY = 100;

    @Mixin
    private BaseOptions common = new BaseOptions();

    @Parameters(paramLabel = "TOPIC", description = "The topic.")
    private String topic = "";

    @Option(names = "--partition", paramLabel = "N", description = "Only this partition.")
    private @Nullable Integer partition;

    @Option(
            names = "--from",
            paramLabel = "OFFSET",
            defaultValue = "0",
            description = "First offset, in every partition that is read (default: the beginning).")
    private long from;

    @Option(names = "--max", paramLabel = "N", description = "No more than so many records in all.")
    private @Nullable Long max;

    @Option(names = "--reveal", description = "Show the rows in clear.")
    private boolean reveal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final List<String> unopened = new ArrayList<>();
    private long records;
    private long failed;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        refuseUnlessPlausible();
        SealedRecords sealed =
                new SealedRecords(new KafkaClients(settings.kafka()), topic, References.keyRing(settings));
        if (reveal) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(Messages.system().of("wire.revealed"));
            err.flush();
        }
        PrintWriter out = spec.commandLine().getOut();
        sealed.read(partition, from, record -> {
            show(out, record);
            boolean read = records % LOOK_EVERY != 0 || !out.checkError();
            return read && (max == null || records < max);
        });
        out.flush();
        if (failed > 0) {
            throw new Failure(
                    ExitCode.UNDECRYPTABLE,
                    "topic " + topic + ": " + failed + " of " + records + " records do not open"
                            + (failed > NAMED ? ", the first " + NAMED + " of them:" : ":"),
                    null,
                    unopened);
        }
        return ExitCode.DONE.number();
    }

    private void refuseUnlessPlausible() {
        if (from < 0) {
            throw new Failure(ExitCode.USAGE, "--from must be 0 or more, found " + from);
        }
        if (max != null && max < 1) {
            throw new Failure(ExitCode.USAGE, "--max must be 1 or more, found " + max);
        }
    }

    private void show(PrintWriter out, Sealed record) {
        records++;
        if (record.fault() != null) {
            failed++;
            if (failed <= NAMED) {
                unopened.add("partition " + record.partition() + " offset " + record.offset() + ": " + record.fault());
            }
        }
        if (common.json()) {
            out.println(json(record));
        } else {
            out.println(text(record));
            if (reveal && record.rows() != null) {
                record.rows().forEach(row -> out.println("  " + clear(row)));
            }
        }
    }

    private static String text(Sealed record) {
        EnvelopeHead head = record.head();
        return String.join(
                "  ",
                Integer.toString(record.partition()),
                Long.toString(record.offset()),
                record.timestamp().toString(),
                head == null ? "-" : "v" + head.version(),
                head == null || head.keyId() == null ? "-" : head.keyId(),
                head == null ? "-" : head.algorithm().toString(),
                head == null ? "-" : content(head),
                rows(record),
                record.bytes() + " bytes",
                record.fault() == null ? "opens" : "DOES NOT OPEN: " + record.fault());
    }

    private static String rows(Sealed record) {
        int count = record.rows() == null ? 0 : record.rows().size();
        return (record.rows() == null ? "?" : count) + (count == 1 ? " row" : " rows");
    }

    private static String content(EnvelopeHead head) {
        return head.frame() ? "frame" : head.compressed() ? "compressed" : "plain";
    }

    private String json(Sealed record) {
        EnvelopeHead head = record.head();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("partition", record.partition());
        json.put("offset", record.offset());
        json.put("timestamp", record.timestamp().toString());
        json.put("version", head == null ? null : head.version());
        json.put("keyId", head == null ? null : head.keyId());
        json.put("algorithm", head == null ? null : head.algorithm().toString());
        json.put("compressed", head == null ? null : head.compressed());
        json.put("frame", head == null ? null : head.frame());
        json.put("rows", record.rows() == null ? null : record.rows().size());
        json.put("bytes", record.bytes());
        json.put("opens", record.fault() == null);
        if (record.fault() != null) {
            json.put("fault", record.fault());
        }
        String line = Json.write(json);
        if (!reveal || record.rows() == null) {
            return line;
        }
        // the rows as they are: read and written again, a number could get another spelling
        List<String> rows = record.rows().stream().map(WireCatCommand::clear).toList();
        return line.substring(0, line.length() - 1) + ",\"data\":[" + String.join(",", rows) + "]}";
    }

    /** A row's JSON; what is no JSON on one line as a JSON string, so that nothing of it can command a terminal. */
    private static String clear(byte[] row) {
        String text = new String(row, StandardCharsets.UTF_8);
        boolean oneLine = text.chars().noneMatch(c -> Character.isISOControl(c));
        try {
            if (oneLine) {
                Json.parse(text);
                return text;
            }
        } catch (IllegalArgumentException notJson) {
            return Json.write(text);
        }
        return Json.write(text);
    }
}
