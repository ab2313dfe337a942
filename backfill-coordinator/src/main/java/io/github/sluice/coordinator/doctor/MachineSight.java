package io.github.sluice.coordinator.doctor;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.doctor.MachineFacts.Heard;
import io.github.sluice.coordinator.doctor.MachineFacts.Key;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.kafka.PositionTopic;
import io.github.sluice.coordinator.keys.KeyBudget;
import io.github.sluice.coordinator.plan.PlanFolder.Change;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Datax;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.key.KeyUse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at this machine, and at what stands on the topics that both halves share. One thread. */
final class MachineSight {
    private static final String FILE = "file:";
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);
    private static final List<String> PLUGINS =
            List.of("plugin/reader/mysqlreader", "plugin/writer/kafkawriter", "hook/sluice");

    private final SluiceSettings settings;
    private final Side side;
    private final List<Table> tables;
    private final Planner planner;
    private final String journal;
    private final @Nullable String otherCheck;

    MachineSight(
            SluiceSettings settings,
            Side side,
            List<Table> tables,
            Planner planner,
            String journal,
            @Nullable String otherCheck) {
        this.settings = settings;
        this.side = side;
        this.tables = tables;
        this.planner = planner;
        this.journal = journal;
        this.otherCheck = otherCheck;
    }

    /** @param kafka what was seen of Kafka; null where it does not answer */
    MachineFacts look(KafkaSight.@Nullable View kafka) {
        Seen<KeySet> keys = Seen.by(() -> References.keyRing(settings).keys());
        KeySet ring = keys.value();
        Streamer streamer = settings.streamer();
        return new MachineFacts(
                side.hasSource(),
                streamer != null,
                ring == null
                        ? Seen.not(keys.trouble())
                        : Seen.by(() -> new Key(
                                KeyCheck.of(ring), ring.active().key().aes().getEncoded().length)),
                keyMode(),
                kafka == null || ring == null ? Seen.not("Kafka") : Seen.by(() -> heard(kafka, ring)),
                Optional.ofNullable(otherCheck),
                ring == null ? Seen.not(keys.trouble()) : Seen.by(() -> budget(ring)),
                Seen.by(this::stateFree),
                Seen.by(this::stalePlan),
                Runtime.version().feature(),
                Seen.by(this::dataxMissing),
                Seen.by(this::dataxAnswer),
                kafka == null || streamer == null || !side.hasSource() || ring == null
                        ? Seen.not("Kafka")
                        : Seen.by(() -> streamerAges(streamer, ring)),
                streamer == null ? Duration.ZERO : streamer.patience(),
                Seen.by(() -> streamer != null
                        && streamer.tables() != null
                        && Files.isDirectory(streamer.tables())
                        && Files.isWritable(streamer.tables())));
    }

    private Optional<String> keyMode() {
        String reference = settings.encryption().keyReference();
        if (!reference.startsWith(FILE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(Path.of(reference.substring(FILE.length())))));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty(); // whether the key can be read at all is another check's
        }
    }

    private Heard heard(KafkaSight.View kafka, KeySet ring) {
        Map<String, KafkaFacts.Topic> topics = kafka.facts().topics().value();
        if (topics == null) {
            throw new IllegalStateException(kafka.facts().topics().trouble());
        }
        String control = settings.control().topic();
        return topics.containsKey(control)
                ? ControlWords.read(new KafkaClients(settings.kafka()), control, settings.name(), ring.root())
                : new Heard(0, 0, true);
    }

    private KeyBudget budget(KeySet ring) {
        Map<String, KeyUse> uses =
                Journal.exists(journal) ? Journal.open(journal, settings.name()).keyUses() : Map.of();
        return KeyBudget.of(ring.active(), uses.getOrDefault(ring.active().id(), new KeyUse(0, 0)), Instant.now());
    }

    /** The folder may not be there before the first run. */
    private long stateFree() throws IOException {
        Path folder = settings.stateFolder().toAbsolutePath();
        while (!Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return Files.getFileStore(folder).getUsableSpace();
    }

    /** As {@code plan --check}; a file that is not there yet is written by the run itself, which a refusal would stop. */
    private List<String> stalePlan() {
        List<String> stale = new ArrayList<>();
        try {
            collectStale(stale);
        } catch (Failure e) {
            if (e.code() == ExitCode.UNKNOWN) {
                throw e;
            }
            stale.add(Seen.text(e));
        }
        return stale;
    }

    private void collectStale(List<String> stale) {
        planner.plan(tables, false, true).forEach((file, change) -> {
            if (change == Change.OBSOLETE || (change == Change.WRITTEN && planner.isThere(file))) {
                stale.add(file);
            }
        });
    }

    /** @throws IllegalStateException where the command does not tell DataX's home */
    private List<String> dataxMissing() {
        Path home = settings.dataxOrRefuse().command().stream()
                .filter(word -> word.endsWith("datax.py"))
                .map(word -> Path.of(word).toAbsolutePath().normalize().getParent())
                .map(bin -> bin == null ? null : bin.getParent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("datax.command: datax.py -"));
        return PLUGINS.stream()
                .filter(plugin -> home == null || !Files.isDirectory(home.resolve(plugin)))
                .toList();
    }

    /** The interpreter alone, asked for its version: datax.py itself begins a job. */
    private String dataxAnswer() throws IOException, InterruptedException {
        Datax datax = settings.dataxOrRefuse();
        for (String word : datax.command()) {
            if (word.endsWith(".py") && !Files.isReadable(Path.of(word))) {
                throw new IllegalStateException(word + " -");
            }
        }
        String program = datax.command().get(0);
        if (program.endsWith(".py")) {
            return program;
        }
        if (!isPython(program)) { // what a shell or somebody's own script says to an option is nobody's business
            if (!isExecutable(program)) {
                throw new IllegalStateException(program + ": not to be found, or not to be executed");
            }
            return program;
        }
        Process process = new ProcessBuilder(program, "--version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(program + ": no end within " + COMMAND_LIMIT.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(program + ": exit code " + process.exitValue());
        }
        return program;
    }

    private static boolean isPython(String program) {
        return program.substring(program.lastIndexOf('/') + 1).startsWith("python");
    }

    private static boolean isExecutable(String program) {
        if (program.contains("/")) {
            return Files.isExecutable(Path.of(program));
        }
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Of every source that tables of the run are in, which has the MySQL's name where that has one. */
    private Map<String, Optional<Duration>> streamerAges(Streamer streamer, KeySet ring) {
        Map<String, Optional<Duration>> ages = new LinkedHashMap<>();
        for (Source source : settings.sources()) {
            String name = source.name().isEmpty() ? streamer.source() : source.name();
            ages.put(name, streamerAge(streamer, name, ring));
        }
        if (ages.isEmpty()) {
            ages.put(streamer.source(), streamerAge(streamer, streamer.source(), ring));
        }
        return ages;
    }

    private Optional<Duration> streamerAge(Streamer streamer, String source, KeySet ring) {
        try (PositionTopic positions = new PositionTopic(
                new KafkaClients(settings.kafka()), streamer.positions(), ring.root(), streamer.name(), source)) {
            return positions
                    .read()
                    .map(heard -> Duration.between(heard.position().writtenAt(), Instant.now()));
        }
    }
}
