package io.github.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.demo.data.Markers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for values, keys and secrets in all that a quickstart left outside the two databases. */
final class LeakSearch {
    private final QuickstartRun run;
    private final List<Path> places;
    private final Path kafka;

    private LeakSearch(QuickstartRun run, List<Path> places, Path kafka) {
        this.run = run;
        this.places = places;
        this.kafka = kafka;
    }

    /**
     * Segments, logs, plan, manifests, settings, journal.
     *
     * @param run its servers must be up still
     */
    static LeakSearch in(QuickstartRun run) throws IOException {
        Endpoints endpoints = run.endpoints();
        Path kafka = Path.of(endpoints.text("kafka", "dataFolder"));
        Path mysql = Path.of(endpoints.text("mysql", "dataFolder"));
        assertThat(findings(filesBelow(mysql), Map.of("control", "MARKER-LONGTEXT".getBytes(StandardCharsets.UTF_8))))
                .as("the search finds what is there: the source holds the markers")
                .isNotEmpty();
        List<Path> places = filesBelow(run.work(), "/secrets/", "/data/");
        places.addAll(filesBelow(kafka));
        places.addAll(filesBelow(run.work().resolveSibling("."), "/quickstart/"));
        return new LeakSearch(run, places, kafka);
    }

    /** All files that are searched. */
    List<Path> places() {
        return places;
    }

    /** The broker's log folder. */
    Path kafka() {
        return kafka;
    }

    /** No value of the marked row, no secret, and no shard's name in the broker's log folder. */
    void assertNothingInClear() throws IOException {
        Map<String, byte[]> values = new LinkedHashMap<>();
        Markers.texts().forEach(text -> values.put(text, text.getBytes(StandardCharsets.UTF_8)));
        assertThat(findings(places, values)).as("values in clear").isEmpty();
        assertThat(findings(places, secrets())).as("secrets in clear").isEmpty();
        assertThat(findings(filesBelow(kafka), Map.of("a shard's name", "t_order_7".getBytes(StandardCharsets.UTF_8))))
                .as("key columns in the broker's log folder")
                .isEmpty();
    }

    /** The secrets of the run, by the names of their files. */
    Map<String, byte[]> secrets() throws IOException {
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(run.work().resolve("secrets"))) {
            for (Path file : files.toList()) {
                secrets.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        assertThat(secrets).containsKeys(Secrets.DATA_KEY, Secrets.MYSQL, Secrets.MYSQL_STREAMER, Secrets.STARROCKS);
        return secrets;
    }

    private static List<Path> filesBelow(Path folder, String... without) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(without).noneMatch(file.toString()::contains))
                    .toList());
        }
    }

    private static List<String> findings(List<Path> files, Map<String, byte[]> wanted) throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path file : files) {
            if (!Files.exists(file)) {
                continue; // a segment that was deleted since
            }
            byte[] content = Files.readAllBytes(file);
            wanted.forEach((name, bytes) -> {
                if (contains(content, bytes)) {
                    findings.add(name + " in " + file);
                }
            });
        }
        return findings;
    }

    private static boolean contains(byte[] content, byte[] wanted) {
        for (int from = 0; from + wanted.length <= content.length; from++) {
            int i = 0;
            while (i < wanted.length && content[from + i] == wanted[i]) {
                i++;
            }
            if (i == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
