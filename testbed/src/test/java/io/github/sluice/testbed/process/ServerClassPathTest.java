package io.github.sluice.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerClassPathTest {
    private static final String CLIENTS = "org/apache/kafka/kafka-clients/3.9.1/kafka-clients-3.9.1.jar";
    private static final String SLF4J = "org/slf4j/slf4j-api/2.0.17/slf4j-api-2.0.17.jar";

    @TempDir
    private Path folder;

    @Test
    void theListHoldsNoPathOfTheMachineThatBuiltIt() {
        assertThat(ServerClassPath.names())
                .contains(CLIENTS, SLF4J)
                .allMatch(name -> Pattern.matches("[a-z][A-Za-z0-9_.-]*(/[A-Za-z0-9_.-]+){3,}\\.jar", name), "relative")
                .doesNotHaveDuplicates();
    }

    @Test
    void theListHoldsOneSlf4jAndOneBindingAndNoTestArtifact() {
        assertThat(ServerClassPath.names())
                .filteredOn(name -> name.contains("slf4j") || name.contains("logback-classic"))
                .containsExactlyInAnyOrder(SLF4J, "ch/qos/logback/logback-classic/1.5.18/logback-classic-1.5.18.jar");
        assertThat(ServerClassPath.names())
                .noneMatch(name -> name.contains("junit") || name.contains("sluice") || name.contains("mysql"));
    }

    @Test
    void allJarsOfThisBuildAreFound() {
        assertThat(ServerClassPath.jars())
                .hasSameSizeAs(ServerClassPath.names())
                .allMatch(Files::isRegularFile);
    }

    @Test
    void aRepositoryGivesTheListedVersionWhereTheClassPathHasAnother() throws Exception {
        Path repository = folder.resolve("repository");
        Path clients = jar(repository.resolve(CLIENTS));
        Path slf4j = jar(repository.resolve(SLF4J));
        Path older = jar(repository.resolve("org/slf4j/slf4j-api/1.7.36/slf4j-api-1.7.36.jar"));
        assertThat(ServerClassPath.resolve(List.of(CLIENTS, SLF4J), List.of(folder.resolve("classes"), older)))
                .containsExactly(clients, slf4j);
    }

    @Test
    void aLibFolderIsEnough() throws Exception {
        Path clients = jar(folder.resolve("lib/kafka-clients-3.9.1.jar"));
        Path slf4j = jar(folder.resolve("lib/slf4j-api-2.0.17.jar"));
        Path demo = jar(folder.resolve("lib/demo.jar"));
        assertThat(ServerClassPath.resolve(List.of(CLIENTS, SLF4J), List.of(demo)))
                .containsExactly(clients, slf4j);
    }

    @Test
    void whatIsMissingIsNamedAtOnce() throws Exception {
        Path demo = jar(folder.resolve("lib/demo.jar"));
        assertThatThrownBy(() -> ServerClassPath.resolve(List.of(CLIENTS, SLF4J), List.of(demo)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(CLIENTS)
                .hasMessageContaining(SLF4J)
                .hasMessageContaining(folder.resolve("lib").toString());
    }

    private static Path jar(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, new byte[0]);
    }
}
