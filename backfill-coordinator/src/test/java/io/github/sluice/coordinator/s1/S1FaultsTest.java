package io.github.sluice.coordinator.s1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each folder of {@code s1/faults} is {@code NUMBER-WORDS}: in {@code broken} the fault of that number, in {@code repaired}
 * the same files without any known fault. A line that says FAULT is the one to be named.
 */
class S1FaultsTest {
    private static final Path FIXTURES = Path.of("src/test/resources/s1/faults");

    /** Every secret in the fixtures. */
    private static final List<String> SECRETS =
            List.of("pfirsich-17", "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "quince-jelly-quince");

    static List<String> fixtures() {
        try (Stream<Path> all = Files.list(FIXTURES)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aFaultIsFoundWhereItIsAndNothingIsFoundWhereItIsRepaired(String fixture) throws IOException {
        int number = Integer.parseInt(fixture.substring(0, fixture.indexOf('-')));
        Path broken = FIXTURES.resolve(fixture).resolve("broken");
        List<Finding> found = S1Faults.in(S1Folder.read(broken)).stream()
                .filter(finding -> finding.fault().number() == number)
                .toList();
        assertThat(found).isNotEmpty();
        List<String> marked = marked(broken);
        if (!marked.isEmpty()) {
            assertThat(found).extracting(Finding::place).containsExactlyElementsOf(marked);
        }
        assertThat(found).allSatisfy(finding -> {
            assertThat(finding.line()).isNotNegative();
            assertThat(finding.evidence()).isNotBlank().doesNotContain(SECRETS);
        });
        assertThat(S1Faults.in(S1Folder.read(FIXTURES.resolve(fixture).resolve("repaired"))))
                .as("the repaired form")
                .isEmpty();
    }

    /** Places, {@code FILE:LINE}, that say FAULT. */
    private static List<String> marked(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        List<String> marked = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains("FAULT")) {
                    marked.add(folder.relativize(file) + ":" + (i + 1));
                }
            }
        }
        return marked;
    }

    @Test
    void everyKnownFaultHasAFixtureAndAllOfTheScriptsOwnAreKnown() {
        Set<Integer> shown = fixtures().stream()
                .map(name -> Integer.valueOf(name.substring(0, name.indexOf('-'))))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown)
                .containsExactlyElementsOf(Arrays.stream(KnownFault.values())
                        .map(KnownFault::number)
                        .sorted()
                        .toList())
                .containsAll(IntStream.rangeClosed(164, 209).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../kafkawriter/src/main/java",
                "../writer-core/src/main/java",
                "../starrockswriter-ext/src/main/java",
                "../connect-plugins/src/main/java",
                "../job-templates/templates/streamer"
            })
    void whatSluiceShipsHasNone(String folder) {
        S1Folder read = S1Folder.read(Path.of(folder));
        assertThat(read.read()).isPositive();
        assertThat(S1Faults.in(read)).isEmpty();
    }

    @Test
    void ofTheShippedPropertiesOnlyTheOneThatWarnsOfItselfHasOne() {
        assertThat(S1Faults.in(S1Folder.read(Path.of("../job-templates/templates/kafka"))))
                .extracting(Finding::file, Finding::fault)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "server-plaintext.properties", KnownFault.PLAINTEXT_IN_PUBLIC));
    }

    @Test
    void whatIsOnlyWrittenAboutIsNotFound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("follow.py"), """
                from pymysqlreplication import BinLogStreamReader
                from pymysqlreplication.event import QueryEvent

                def open_stream(server):
                    ""\"resume_stream=True without log_file is what we had; gc.collect() did not help""\"
                    # only_events=[BINLOG.WRITE_ROWS_EVENT_V1] took nothing, and re.match(a, b) too much
                    hint = "re.match(rule, name) and filemode='w' are gone"
                    return BinLogStreamReader(server, server_id=9, log_file=None, log_pos=None)
                """);
        Files.writeString(folder.resolve("Writer.java"), """
                class W extends Writer { // producer.send(record); and flush() in the loop are gone
                    /* admin.createTopics(topics); */
                    KafkaProducer<byte[], byte[]> p; RecordReceiver r;
                    String help = "admin.createTopics(topics); out.setLength(out.length() - 1)";
                }
                """);
        assertThat(S1Faults.in(S1Folder.read(folder)))
                .extracting(Finding::fault)
                .doesNotContain(
                        KnownFault.NO_CHECKPOINT,
                        KnownFault.MEMORY_BY_HAND,
                        KnownFault.ONLY_EVENTS_TAKES_CLASSES,
                        KnownFault.SEND_UNOBSERVED,
                        KnownFault.FLUSH_PER_RECORD,
                        KnownFault.TOPIC_NOT_CREATED);
    }

    @Test
    void aSecretIsHiddenWhereverItStands(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("t.json"), """
                {"key": "depot.pfirsich-17", "topic": "t", "need_table": 1, "complete_regex": false,
                 "regex": "depot\\\\.pfirsich-17", "column_mapping": {"password": "password"}}
                """);
        Files.writeString(folder.resolve("a.py"), "PASSWORD = 'pfirsich-17'\n");
        List<Finding> found = S1Faults.in(S1Folder.read(folder));
        assertThat(found)
                .extracting(Finding::fault)
                .contains(KnownFault.SECRET_IN_CLEAR, KnownFault.EXPRESSION_IS_A_PREFIX);
        assertThat(found).extracting(Finding::evidence).noneMatch(evidence -> evidence.contains("pfirsich"));
        assertThat(found)
                .as("a column called password is none")
                .filteredOn(finding -> finding.fault() == KnownFault.SECRET_IN_CLEAR)
                .extracting(Finding::place)
                .containsExactly("a.py:1");
    }
}
