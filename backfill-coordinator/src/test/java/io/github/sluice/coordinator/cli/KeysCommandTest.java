package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.key.RingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code sluice keys}; nothing it ever says holds a key. */
class KeysCommandTest {
    private static final String HEX = "00112233445566778899aabbccddeeff";

    @TempDir
    Path folder;

    private final List<Spoken> said = new ArrayList<>();

    private Spoken sluice(String... arguments) {
        Spoken spoken = Spoken.of(arguments);
        said.add(spoken);
        return spoken;
    }

    private String keyFile() {
        return folder.resolve("ring.keys").toString();
    }

    private KeySet ring() {
        return KeyRing.fromReference("file:" + keyFile(), warning -> {}).keys();
    }

    @AfterEach
    void nothingSaidHoldsAKey() throws IOException {
        Messages.choose("en");
        String text = Files.exists(Path.of(keyFile())) ? Files.readString(Path.of(keyFile())) : "";
        Matcher secrets = Pattern.compile("[0-9a-f]{32,}").matcher(text + HEX);
        StringBuilder everything = new StringBuilder();
        said.forEach(spoken -> everything.append(spoken.out()).append(spoken.err()));
        Path log =
                Path.of(System.getProperty("sluice.log", folder.resolve("none").toString()));
        if (Files.exists(log)) {
            everything.append(Files.readString(log, StandardCharsets.ISO_8859_1));
        }
        while (secrets.find()) {
            assertThat(everything.indexOf(secrets.group())).as("a key was said").isEqualTo(-1);
        }
    }

    @Test
    void generateMakesARingAndSaysOnlyItsId() throws IOException {
        Spoken made = sluice("keys", "generate", keyFile(), "--lang", "en");
        assertThat(made.code()).isZero();
        RingKey active = ring().active();
        assertThat(made.out()).contains(active.id()).contains("AES-GCM active").contains("file:" + keyFile());
        assertThat(active.algorithm()).isEqualTo(KeyAlgorithm.AES_GCM);
        assertThat(active.limits().age()).isNull();
        assertThat(active.created()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(Files.getPosixFilePermissions(Path.of(keyFile()))).hasSize(2);

        String before = Files.readString(Path.of(keyFile()));
        Spoken again = sluice("keys", "generate", keyFile());
        assertThat(again.code()).as("never overwrites").isEqualTo(40);
        assertThat(Path.of(keyFile())).hasContent(before);
    }

    @Test
    void programsReadIdsAndNothingElse() {
        Map<?, ?> planned = json("generate", "--dry-run");
        assertThat(planned.get("dryRun")).isEqualTo(true);
        assertThat(planned.get("active")).isNull();
        Map<?, ?> made = json("generate");
        assertThat(made.get("file")).isEqualTo(keyFile());
        assertThat(made.get("dryRun")).isEqualTo(false);
        assertThat(made.get("active")).isEqualTo(ring().active().id());
        assertThat(made.get("retired")).isNull();
        assertThat(json("rotate", "--dry-run").get("retired")).isEqualTo(made.get("active"));
        Map<?, ?> rotated = json("rotate");
        assertThat(rotated.get("retired")).isEqualTo(made.get("active"));
        assertThat(rotated.get("active")).isEqualTo(ring().active().id());
    }

    private Map<?, ?> json(String... words) {
        List<String> line = new ArrayList<>(List.of("keys"));
        line.addAll(List.of(words));
        line.addAll(List.of(keyFile(), "--output", "json"));
        Spoken spoken = sluice(line.toArray(String[]::new));
        assertThat(spoken.code()).as(spoken.err()).isZero();
        return (Map<?, ?>) Json.parse(spoken.out().strip());
    }

    @Test
    void whatIsAskedForIsWhatIsMade() {
        assertThat(sluice(
                                "keys",
                                "generate",
                                keyFile(),
                                "--algorithm",
                                "sm4-gcm",
                                "--max-records",
                                "1000",
                                "--max-age-days",
                                "30")
                        .code())
                .isZero();
        RingKey active = ring().active();
        assertThat(active.algorithm()).isEqualTo(KeyAlgorithm.SM4_GCM);
        assertThat(active.limits().records()).isEqualTo(1000);
        assertThat(active.limits().age()).isEqualTo(Duration.ofDays(30));

        Spoken rotated = sluice("keys", "rotate", keyFile(), "--max-records", "2000");
        assertThat(rotated.code()).isZero();
        assertThat(ring().active().algorithm()).as("inherited").isEqualTo(KeyAlgorithm.SM4_GCM);
        assertThat(ring().active().limits().records()).isEqualTo(2000);
        assertThat(ring().active().limits().age()).as("inherited").isEqualTo(Duration.ofDays(30));
        assertThat(rotated.out()).contains(active.id(), ring().active().id());
    }

    @Test
    void rotateSaysWhatIsNextAndASingleKeyBecomesARing() throws IOException {
        Files.writeString(Path.of(keyFile()), HEX);
        Spoken rotated = sluice("keys", "rotate", keyFile(), "--lang", "en");
        assertThat(rotated.code()).isZero();
        assertThat(rotated.out())
                .contains("readers first")
                .contains(ring().active().id());
        assertThat(ring().keys()).hasSize(2);
        assertThat(sluice("keys", "rotate", keyFile(), "--lang", "zh").out()).contains("先");
        assertThat(ring().keys()).hasSize(3);
    }

    @Test
    void wrongCommandLinesEndWith10AndLeaveNothing() throws IOException {
        for (String[] wrong : new String[][] {
            {"keys"},
            {"keys", "generate"},
            {"keys", "generate", keyFile(), "--algorithm", "DES"},
            {"keys", "generate", keyFile(), "--max-records", "0"},
            {"keys", "generate", keyFile(), "--max-records", "4294967297"},
            {"keys", "generate", keyFile(), "--max-age-days", "0"},
            {"keys", "generate", folder.resolve("no/such/folder").toString()},
            {"keys", "rotate", keyFile()},
            {"keys", "list", keyFile()},
            {"keys", "list", "-f", folder.resolve("none.yaml").toString()},
            {"wire"},
            {"wire", "cat"}
        }) {
            assertThat(sluice(wrong).code()).as(String.join(" ", wrong)).isEqualTo(10);
        }
        assertThat(Path.of(keyFile())).doesNotExist();
    }

    @Test
    void aDamagedRingIsNamedAndNotRepeated() throws IOException {
        Files.writeString(Path.of(keyFile()), "{\"format\":\"sluice-keys/1\",\"root\":\"" + HEX + "\",\"keys\":[]}");
        Spoken refused = sluice("keys", "rotate", keyFile());
        assertThat(refused.code()).isEqualTo(10);
        assertThat(refused.err()).contains("ring.keys").contains("no key is active");
    }

    @Test
    void listShowsLimitsAndWhereTheJournalIsAlsoUse() throws IOException {
        sluice("keys", "generate", keyFile(), "--max-records", "1000", "--max-age-days", "100");
        sluice("keys", "rotate", keyFile());
        KeySet keys = ring();
        String active = keys.active().id();
        String retired = keys.keys().get(1).id();
        Spoken bare = sluice(
                "keys", "list", keyFile(), "-f", folder.resolve("none.yaml").toString(), "--lang", "en");
        assertThat(bare.code()).isZero();
        assertThat(bare.lines()).hasSize(3);
        assertThat(bare.lines().get(0)).contains("max records").doesNotContain("used");
        assertThat(bare.lines().get(1)).startsWith(active).contains("active").contains("1000");
        assertThat(bare.lines().get(2)).startsWith(retired).contains("retired");

        String yaml = settings();
        Spoken withoutJournal = sluice("keys", "list", "-f", yaml, "--output", "json");
        Map<?, ?> unknown = listed(withoutJournal).get(0);
        assertThat(unknown.get("id")).isEqualTo(active);
        assertThat(unknown.get("percent")).isNull();
        assertThat(folder.resolve(".sluice/journal.mv.db"))
                .as("looking makes none")
                .doesNotExist();

        Journal.open(folder.resolve(".sluice/journal").toString(), "any-run")
                .remember("id-1", Map.of(active, new KeyUse(805, 2)));
        List<Map<?, ?>> used = listed(sluice("keys", "list", "-f", yaml, "--output", "json"));
        assertThat(used.get(0).get("records")).isEqualTo(805L);
        assertThat(used.get(0).get("starts")).isEqualTo(2L);
        assertThat(used.get(0).get("percent")).isEqualTo(80L);
        assertThat(used.get(0).get("maxAgeDays")).isEqualTo(100L);
        assertThat(used.get(0).get("ageDays")).isEqualTo(0L);
        assertThat(used.get(1).get("percent")).isEqualTo(0L);
        assertThat(sluice("keys", "list", "-f", yaml, "--lang", "en").lines().get(1))
                .endsWith("80 %");
    }

    private String settings() throws IOException {
        return Files.writeString(folder.resolve("sluice.yaml"), """
                name: test
                kafka: {bootstrapServers: "k:9092"}
                encryption: {key: "file:%s"}
                tables: [{source: shop.orders}]
                """.formatted(keyFile()))
                .toString();
    }

    private static List<Map<?, ?>> listed(Spoken spoken) {
        assertThat(spoken.code()).as(spoken.err()).isZero();
        List<Map<?, ?>> keys = new ArrayList<>();
        for (Object key : (List<?>) ((Map<?, ?>) Json.parse(spoken.out().strip())).get("keys")) {
            keys.add((Map<?, ?>) key);
        }
        return keys;
    }
}
