package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.StreamerKeyUses;
import io.github.sluice.coordinator.keys.KeyBudget;
import io.github.sluice.coordinator.keys.KeyBudget.Share;
import io.github.sluice.coordinator.keys.KeyFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.key.RingKey;
import io.github.sluice.wire.key.UnusableKeyException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice keys list}: what a ring holds and how far its keys are used up. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Shows every key's id, algorithm, state, age and limits; never a key.",
            "Where the settings file and its journal are, also how much was used: by all runs of the journal, and by the"
                    + " streamers of the positions topic."
        })
public final class KeysListCommand implements Callable<Integer> {
    @Mixin
    private BaseOptions common = new BaseOptions();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "The file that holds the ring (default: encryption.key of the settings).")
    private @Nullable Path file;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        Optional<SluiceSettings> settings = file == null ? Optional.of(common.open()) : common.openIfThere();
        KeySet keys = keys(settings);
        Map<String, KeyUse> uses = settings.map(known -> uses(known, keys)).orElse(null);
        Instant now = Instant.now();
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            List<Object> list = new ArrayList<>();
            keys.keys().forEach(key -> list.add(json(key, uses, now)));
            out.println(Json.write(Map.of("keys", list)));
        } else {
            print(out, keys, uses, now);
        }
        out.flush();
        return ExitCode.DONE.number();
    }

    private KeySet keys(Optional<SluiceSettings> settings) {
        PrintWriter err = spec.commandLine().getErr();
        if (file != null) {
            return new KeyFile(file, err::println).read();
        }
        String reference = settings.orElseThrow().encryption().keyReference();
        try {
            return KeyRing.fromReference(reference, err::println).keys();
        } catch (UnusableKeyException e) {
            throw new Failure(ExitCode.USAGE, "encryption.key: " + e.getMessage(), e);
        }
    }

    /** Null where nobody has counted. */
    private @Nullable Map<String, KeyUse> uses(SluiceSettings settings, KeySet keys) {
        String where = common.journal(settings);
        Streamer streamer = settings.streamer();
        if (!Journal.exists(where) && streamer == null) {
            return null;
        }
        Map<String, KeyUse> uses =
                Journal.exists(where) ? Journal.open(where, settings.name()).keyUses() : Map.of();
        if (streamer == null) {
            return uses;
        }
        try {
            return KeyUse.sum(
                    uses, StreamerKeyUses.read(new KafkaClients(settings.kafka()), streamer.positions(), keys.root()));
        } catch (Failure unreachable) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(Messages.system().of("keys.partly") + " " + unreachable.getMessage());
            return uses;
        }
    }

    private static void print(PrintWriter out, KeySet keys, @Nullable Map<String, KeyUse> uses, Instant now) {
        List<String> head = new ArrayList<>();
        for (String column :
                List.of("id", "algorithm", "state", "created", "age", "maxRecords", "maxStarts", "maxAge")) {
            head.add(Messages.system().of("keys.column." + column));
        }
        if (uses != null) {
            for (String column : List.of("records", "starts", "percent")) {
                head.add(Messages.system().of("keys.column." + column));
            }
        }
        List<List<String>> lines = new ArrayList<>(List.of(head));
        for (RingKey key : keys.keys()) {
            List<String> line = new ArrayList<>(List.of(
                    key.id(),
                    key.algorithm().toString(),
                    Messages.system().of("keys.state." + key.state().name()),
                    key.created() == null ? "-" : key.created().toString(),
                    text(age(key, now)),
                    Long.toString(key.limits().records()),
                    Long.toString(key.limits().starts()),
                    key.limits().age() == null
                            ? "-"
                            : Long.toString(key.limits().age().toDays())));
            if (uses != null) {
                KeyUse use = use(uses, key);
                line.add(Long.toString(use.records()));
                line.add(Long.toString(use.starts()));
                line.add(percent(key, use, now) + " %");
            }
            lines.add(line);
        }
        TextTable.print(out, lines);
    }

    private static Map<String, @Nullable Object> json(RingKey key, @Nullable Map<String, KeyUse> uses, Instant now) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", key.id());
        json.put("algorithm", key.algorithm().toString());
        json.put("state", key.state().toString());
        json.put("created", key.created() == null ? null : key.created().toString());
        OptionalLong age = age(key, now);
        json.put("ageDays", age.isEmpty() ? null : age.getAsLong());
        json.put("maxRecords", key.limits().records());
        json.put("maxStarts", key.limits().starts());
        Duration most = key.limits().age();
        json.put("maxAgeDays", most == null ? null : most.toDays());
        KeyUse use = uses == null ? null : use(uses, key);
        json.put("records", use == null ? null : use.records());
        json.put("starts", use == null ? null : use.starts());
        json.put("percent", use == null ? null : percent(key, use, now));
        return json;
    }

    private static KeyUse use(Map<String, KeyUse> uses, RingKey key) {
        KeyUse use = uses.get(key.id());
        return use == null ? new KeyUse(0, 0) : use;
    }

    /** Of the limit that is nearest. */
    private static long percent(RingKey key, KeyUse use, Instant now) {
        return KeyBudget.of(key, use, now).shares().stream()
                .map(Share::percent)
                .mapToLong(percent -> percent.orElse(0))
                .max()
                .orElse(0);
    }

    private static OptionalLong age(RingKey key, Instant now) {
        Instant created = key.created();
        return created == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, Duration.between(created, now).toDays()));
    }

    private static String text(OptionalLong days) {
        return days.isEmpty() ? "-" : Long.toString(days.getAsLong());
    }
}
