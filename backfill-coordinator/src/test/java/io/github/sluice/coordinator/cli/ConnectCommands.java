package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.Spoken;
import io.github.sluice.coordinator.connect.FakeConnect;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tests of {@code sluice connect} share: a worker that is a stand-in, and that nothing it ever says holds a secret. */
@Timeout(60)
abstract class ConnectCommands {
    static final String SECRET = "s3cret-value";

    @TempDir
    Path folder;

    private final List<Spoken> said = new ArrayList<>();
    FakeConnect worker;

    @BeforeEach
    void start() throws IOException {
        worker = new FakeConnect();
    }

    @AfterEach
    void stopAndLookForSecrets() {
        Messages.choose("en");
        worker.close();
        assertThat(said)
                .allSatisfy(spoken -> assertThat(spoken.out() + spoken.err()).doesNotContain(SECRET));
    }

    /** {@code sluice connect VERB ...} at the stand-in, in English, without a settings file. */
    Spoken connect(String verb, String... more) {
        List<String> line = new ArrayList<>(List.of("connect", verb, "--url", worker.url()));
        line.addAll(List.of("-f", folder.resolve("none.yaml").toString()));
        line.addAll(List.of(more));
        if (!line.contains("--lang")) {
            line.addAll(List.of("--lang", "en"));
        }
        if (!line.contains("--timeout")) {
            line.addAll(List.of("--timeout", "10s"));
        }
        return sluice(line.toArray(new String[0]));
    }

    Spoken sluice(String... line) {
        Spoken spoken = Spoken.of(line);
        said.add(spoken);
        return spoken;
    }

    String document(String name, String... keysAndValues) throws IOException {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", FakeConnect.SINK);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", name);
        document.put("config", config);
        return Files.writeString(folder.resolve(name.replaceAll("\\W", "_") + ".json"), Json.write(document))
                .toString();
    }

    static List<?> list(Spoken spoken) {
        return (List<?>) Json.parse(spoken.out());
    }
}
