package io.github.sluice.coordinator.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorFilesTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void aFolderGivesItsConnectorsAndNothingElse() throws IOException {
        file("b_connect.json", "{\"name\":\"b\",\"config\":{\"connector.class\":\"C\",\"tasks.max\":2,\"x\":true}}");
        file("deep/a.json", "{\"name\":\"a\",\"config\":{\"connector.class\":\"C\",\"name\":\"a\"}}");
        file("job.json", "{\"job\":{\"content\":[]}}");
        file("list.json", "[1]");
        file("other.json", "{\"name\":\"t\",\"config\":{\"retention.ms\":1}}");
        file("script.sh", "exit");
        List<ConnectorDocument> found = ConnectorFiles.read(List.of(folder));
        assertThat(found).extracting(ConnectorDocument::name).containsExactly("b", "a");
        assertThat(found.get(0).config())
                .isEqualTo(Map.of("name", "b", "connector.class", "C", "tasks.max", "2", "x", "true"));
        assertThat(found.get(1).connectorClass()).isEqualTo("C");
    }

    @Test
    void theSameFileTwiceIsOneConnector() throws IOException {
        Path file = file("a.json", "{\"name\":\"a\",\"config\":{\"connector.class\":\"C\"}}");
        assertThat(ConnectorFiles.read(List.of(file, file))).hasSize(1);
    }

    @Test
    void allFaultsAreNamedAtOnceAndNoSecretIsRepeated() throws IOException {
        List<Path> paths = List.of(
                file("no-json.json", "{\"starrocks.password\":\"s3cret\""),
                file("bare.json", "{\"connector.class\":\"C\",\"starrocks.password\":\"s3cret\"}"),
                file("name.json", "{\"name\":\" \",\"config\":{\"connector.class\":\"C\"},\"extra\":1}"),
                file(
                        "config.json",
                        "{\"name\":\"a\",\"config\":{\"name\":\"b\",\"password\":null,\"list\":[\"s3cret\"],"
                                + "\"token\":\"[hidden]\"}}"),
                file("first.json", "{\"name\":\"same\",\"config\":{\"connector.class\":\"C\"}}"),
                file("second.json", "{\"name\":\"same\",\"config\":{\"connector.class\":\"C\"}}"),
                Files.createDirectories(folder.resolve("empty")),
                folder.resolve("none.json"));
        assertThatThrownBy(() -> ConnectorFiles.read(paths)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(ExitCode.USAGE);
            assertThat(failure.getMessage())
                    .contains("no-json.json: not JSON")
                    .contains("bare.json: must be {\"name\"")
                    .contains("name.json: name: is required")
                    .contains("name.json: extra: is not a known key")
                    .contains("config.json: config.password: must be a text")
                    .contains("config.json: config.list: must be a text")
                    .contains("config.json: config.token: stands for a secret")
                    .contains("config.json: config.connector.class: is required")
                    .contains("config.json: config.name: must be the name of the document, a, found 'b'")
                    .contains("second.json: name: is that of", "first.json")
                    .contains("empty: holds no .json file")
                    .contains("none.json: cannot be read")
                    .doesNotContain("s3cret");
        });
    }
}
