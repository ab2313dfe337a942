package io.github.sluice.streamer.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.Readme;
import io.github.sluice.streamer.settings.Problems;
import io.github.sluice.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table file's format in the manual, in the templates and in the code. */
class TableFileDocumentTest {
    private final Set<String> known = new LinkedHashSet<>();
    private final Problems problems = new Problems();

    private TableFile read(Path file) throws Exception {
        TableFile read = TableFileReader.read(file, Files.readAllBytes(file), Set.of("rds1"), problems, known::add);
        assertThat(problems.lines()).isEmpty();
        return read;
    }

    @Test
    void theManualListsExactlyTheKeysThatAreKnown() throws Exception {
        read(Readme.TEMPLATES.resolve("streamer/table.json"));
        assertThat(Readme.table("## Table files"))
                .extracting(cells -> cells[0])
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void whatTheManualCallsRequiredIsRequired() throws Exception {
        TableFileReader.read(
                Path.of("t.json"), "{}".getBytes(StandardCharsets.UTF_8), Set.of("rds1"), problems, known::add);
        List<String> required = new ArrayList<>();
        problems.lines().stream()
                .filter(line -> line.contains(": is required"))
                .forEach(line -> required.add(line.split(": ")[1]));
        assertThat(Readme.table("## Table files").stream()
                        .filter(cells -> !cells[1].equals("no"))
                        .map(cells -> cells[0]))
                .containsExactlyInAnyOrderElementsOf(required);
    }

    @Test
    void theTemplatesAreReadAndOneHoldsEveryKey() throws Exception {
        assertThat(read(Readme.TEMPLATES.resolve("streamer/table.json")).exact())
                .isTrue();
        Path shards = Readme.TEMPLATES.resolve("streamer/shards.json");
        TableFile file = read(shards);
        assertThat(file.matches("shop_3.orders_07")).isTrue();
        assertThat(file.matches("shop_3.orders_99")).as("excluded").isFalse();
        assertThat((Map<?, ?>) Json.parse(Files.readString(shards)))
                .extracting(Map::keySet)
                .isEqualTo(known.stream().collect(java.util.stream.Collectors.toSet()));
    }
}
