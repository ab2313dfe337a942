package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.CommandTree;
import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.connect.FakeConnect;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code --dry-run} of every command that changes something: it changes nothing, and the later real run makes exactly the
 * calls that it foretold. For {@code run} and {@code cutover} see DryRunSimulationTest and StreamIT, for {@code plan}, {@code
 * signoff} and {@code drop-batch} DryRunIT and InitPlanIT, for {@code repair} LiveCompareIT, for {@code watch}
 * WatchCommandTest.
 */
@Timeout(60)
class DryRunTest {
    /** What these change is files that they are told to write, or nothing at all. */
    private static final List<String> ONLY_LOOK = List.of(
            "audit list",
            "audit verify",
            "connect diff",
            "connect list",
            "connect plugins",
            "connect show",
            "connect status",
            "connect validate",
            "doctor",
            "freshness",
            "keys list",
            "report",
            "signoff list",
            "signoff wait",
            "status",
            "verify",
            "wire cat");

    /** It acts on what it sees while it watches, and only if it is told how often it may. */
    private static final List<String> ACTS_ON_WHAT_IT_SEES = List.of("connect watch");

    @TempDir
    Path folder;

    private FakeConnect worker;

    @BeforeEach
    void start() throws IOException {
        worker = new FakeConnect();
    }

    @AfterEach
    void stop() {
        Messages.choose("en");
        worker.close();
    }

    @Test
    void everyCommandThatChangesSomethingHasADryRun() {
        List<String> without = new ArrayList<>();
        CommandTree.leaves().forEach((name, command) -> {
            if (command.getCommandSpec().findOption("--dry-run") == null) {
                without.add(name);
            }
        });
        assertThat(without)
                .as("give it --dry-run and a test here, or name it among those that change nothing")
                .containsExactlyInAnyOrderElementsOf(Stream.concat(ONLY_LOOK.stream(), ACTS_ON_WHAT_IT_SEES.stream())
                        .toList());
    }

    private Spoken connect(String... words) {
        List<String> line = new ArrayList<>(List.of("connect"));
        line.addAll(List.of(words));
        line.addAll(
                List.of("--url", worker.url(), "-f", folder.resolve("none.yaml").toString(), "--lang", "en"));
        return Spoken.of(line.toArray(new String[0]));
    }

    private String document(String name, String topic) throws IOException {
        return Files.writeString(
                        folder.resolve(name.replaceAll("\\W", "_") + ".json"),
                        Json.write(Map.of(
                                "name", name, "config", Map.of("connector.class", FakeConnect.SINK, "topics", topic))))
                .toString();
    }

    /** Method and path of what has changed something since. */
    private List<String> changes(int since) {
        List<String> changes = worker.changes();
        return changes.subList(since, changes.size()).stream()
                .map(request -> request.split(" ")[0] + " " + request.split(" ")[1])
                .toList();
    }

    private static List<String> foretold(Spoken dry) {
        List<String> requests = new ArrayList<>();
        for (Object one : (List<?>) Json.parse(dry.out())) {
            for (Object request : (List<?>) ((Map<?, ?>) one).get("requests")) {
                requests.add(String.valueOf(request));
            }
        }
        return requests;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apply NEW SAME CHANGED",
                "apply WRONG NEW",
                "pause orders items",
                "resume orders",
                "restart orders",
                "restart orders --failed",
                "restart items --failed",
                "restart orders --task 0",
                "delete orders gone items --yes"
            })
    void connectSendsExactlyWhatItForetold(String line) throws IOException {
        worker.has("orders", Map.of("topics", "a"));
        worker.has("items", Map.of("topics", "b"));
        worker.failed("orders", "boom");
        worker.finds("wrong.key", "is wrong");
        Path wrong = folder.resolve("wrong.json");
        Files.writeString(
                wrong,
                Json.write(Map.of(
                        "name", "wrong", "config", Map.of("connector.class", FakeConnect.SINK, "wrong.key", "x"))));
        String[] words = line.replace("NEW", document("a blank/new", "c"))
                .replace("SAME", document("orders", "a"))
                .replace("CHANGED", document("items", "other"))
                .replace("WRONG", wrong.toString())
                .split(" ");
        List<String> dry = new ArrayList<>(List.of(words));
        dry.addAll(List.of("--dry-run", "--output", "json"));
        Map<?, ?> before = worker.configs();

        Spoken said = connect(dry.toArray(new String[0]));
        assertThat(worker.changes()).as("a dry run").isEmpty();
        assertThat(worker.configs()).isEqualTo(before);
        Spoken text =
                connect(Stream.concat(Stream.of(words), Stream.of("--dry-run")).toArray(String[]::new));
        assertThat(text.lines().stream()
                        .filter(one -> one.matches(" {2}(PUT|POST|DELETE) .*"))
                        .map(String::strip))
                .containsExactlyElementsOf(foretold(said));
        assertThat(worker.changes()).isEmpty();

        Spoken real = connect(words);
        assertThat(real.code()).as(real.err()).isEqualTo(said.code());
        assertThat(changes(0)).containsExactlyElementsOf(foretold(said));
    }

    /** Every file below the folder with its content, and the folders. */
    private Map<String, String> digest() throws IOException {
        Map<String, String> digest = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                digest.put(
                        folder.relativize(file).toString(),
                        Files.isDirectory(file) ? "" : HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return digest;
    }

    @Test
    void keysAreMadeAndRotatedOnlyInEarnest() throws IOException {
        String file = folder.resolve("ring.json").toString();
        Map<String, String> empty = digest();
        Spoken dry = Spoken.of("keys", "generate", file, "--dry-run", "--lang", "en");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out()).contains(file + ": a ring with one key would be made");
        assertThat(digest()).isEqualTo(empty);
        assertThat(Spoken.of("keys", "generate", file).code()).isZero();
        Map<String, String> made = digest();
        assertThat(new TreeSet<>(made.keySet())).contains("ring.json");

        assertThat(Spoken.of("keys", "generate", file, "--dry-run").code())
                .as("refused as in earnest")
                .isEqualTo(40);
        Spoken rotate = Spoken.of("keys", "rotate", file, "--dry-run", "--lang", "en");
        assertThat(rotate.code()).as(rotate.err()).isZero();
        assertThat(rotate.out()).contains("would be retired");
        assertThat(digest()).isEqualTo(made);
        String retired = rotate.out().replaceAll("(?s).*key (\\S+) would be retired.*", "$1");
        Spoken real = Spoken.of("keys", "rotate", file, "--lang", "en");
        assertThat(real.out()).contains("key " + retired + " is retired");
        assertThat(digest()).isNotEqualTo(made);
        assertThat(Spoken.of("keys", "rotate", folder.resolve("none").toString(), "--dry-run")
                        .code())
                .isEqualTo(Spoken.of("keys", "rotate", folder.resolve("none").toString())
                        .code());
    }

    @Test
    void anApproversKeyIsMadeOnlyInEarnest() throws IOException {
        String file = folder.resolve("approver.pem").toString();
        Map<String, String> before = digest();
        Spoken dry = Spoken.of("signoff", "keygen", file, "--dry-run", "--lang", "en");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.err()).contains("approver.pem", "approver.pem.pub", "would be made");
        assertThat(digest()).isEqualTo(before);
        assertThat(Spoken.of("signoff", "keygen", file).code()).isZero();
        assertThat(digest().keySet()).contains("approver.pem", "approver.pem.pub");
        assertThat(Spoken.of("signoff", "keygen", file, "--dry-run").code()).isEqualTo(40);
    }
}
