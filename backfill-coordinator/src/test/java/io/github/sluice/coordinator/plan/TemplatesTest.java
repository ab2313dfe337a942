package io.github.sluice.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every shipped file is one that its reader accepts (inventory #204, #206). */
class TemplatesTest {
    private static final Path TEMPLATES = Path.of("..", "job-templates", "templates");

    @Test
    void everyFileIsInTheReadmeAndReadable() throws IOException {
        String readme = Files.readString(TEMPLATES.resolve("README.md"));
        List<Path> files;
        try (Stream<Path> all = Files.walk(TEMPLATES)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSizeGreaterThan(7);
        for (Path file : files) {
            String name = TEMPLATES.relativize(file).toString();
            String text = Files.readString(file);
            assertThat(name.equals("README.md") || readme.contains("`" + name + "`"))
                    .as(name)
                    .isTrue();
            if (name.endsWith(".json")) {
                assertThat(Json.parse(text)).as(name).isNotNull();
            }
            if (name.endsWith(".properties")) {
                Properties properties = new Properties();
                properties.load(new java.io.StringReader(text));
                assertThat(properties).as(name).isNotEmpty();
                assertThat(text).as(name).doesNotContainPattern("(?m)^[^#]*password=(?!CHANGE_ME)\\S");
            }
        }
    }

    @Test
    void theWorkersFileNamesTheProvidersThatGeneratedConnectorsUse() throws IOException {
        Properties worker = new Properties();
        try (var in = Files.newBufferedReader(TEMPLATES.resolve("connect/connect-distributed.properties"))) {
            worker.load(in);
        }
        for (String provider : worker.getProperty("config.providers").split(",")) {
            String type = worker.getProperty("config.providers." + provider + ".class");
            assertThat(type).as(provider).isNotNull();
            assertThat(load(type))
                    .as(type)
                    .isAssignableTo(org.apache.kafka.common.config.provider.ConfigProvider.class);
        }
        assertThat(worker.getProperty("config.providers").split(",")).contains("env", "directory");
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name + " is not in kafka-clients", e);
        }
    }
}
