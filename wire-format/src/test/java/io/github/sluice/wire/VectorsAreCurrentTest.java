package io.github.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.support.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checked-in vectors are what the Python description of the format writes today. */
class VectorsAreCurrentTest {
    private static final Path CHECKED_IN = Path.of("src/main/resources/io/github/sluice/wire/vectors");

    @Test
    void pythonWritesTheCheckedInVectors(@TempDir Path folder) throws IOException {
        Python.assumePresent();
        Python.output("src/test/python/make_vectors.py", folder.toString());
        List<String> names = List.of("types", "fingerprint", "record-keys", "envelope-v1", "envelope-v2", "control");
        for (String name : names) {
            assertThat(folder.resolve(name + ".json")).hasSameBinaryContentAs(CHECKED_IN.resolve(name + ".json"));
        }
        try (var files = Files.list(CHECKED_IN)) {
            assertThat(files).hasSize(names.size());
        }
    }
}
