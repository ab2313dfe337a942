package io.github.sluice.wire.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.support.Python;
import io.github.sluice.wire.support.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What is sealed here is opened there. java-sealed.json was sealed by this code with known nonces;
 * opened-by-python.txt is what Python printed when it opened it, so that the proof stands on machines without
 * Python as well. After a wanted change of the format, {@code -Drewrite=true} writes the first and
 * open_envelopes.py the second anew.
 */
class PythonOpensJavaTest {
    private static final Path SEALED = Path.of("src/test/resources/io/github/sluice/wire/envelope/java-sealed.json");
    private static final Path RECORD =
            Path.of("src/test/resources/io/github/sluice/wire/envelope/opened-by-python.txt");
    private static final String SCRIPT = "src/test/python/open_envelopes.py";

    @Test
    void theCheckedInSampleIsWhatTheSealerWritesToday() throws IOException {
        List<Object> samples = new ArrayList<>();
        Vectors.list(Vectors.read("envelope-v1"), "opens").forEach(vector -> {
            byte[] plain = Vectors.text(vector, "plain").getBytes(StandardCharsets.UTF_8);
            DataKey key = DataKey.fromHex(Vectors.text(vector, "key"));
            EnvelopeV1.Sealer sealer =
                    EnvelopeV1.sealer(key, new NonceSequence(new SteppingRandom(), 12, samples.size()));
            Map<String, Object> sample = new LinkedHashMap<>();
            sample.put("key", vector.get("key"));
            sample.put("sealed", new String(sealer.seal(plain), StandardCharsets.US_ASCII));
            samples.add(sample);
        });
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(SEALED, Json.write(samples) + "\n");
        }
        assertThat(SEALED).hasContent(Json.write(samples) + "\n");
    }

    @Test
    void pythonOpenedTheCheckedInSample() throws IOException, GeneralSecurityException {
        List<String> lines = Files.readAllLines(RECORD);
        String digest = Hex.encode(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SEALED)));
        assertThat(lines.get(0)).isEqualTo("sha256 of the sealed file " + digest);
        List<String> plains = Vectors.list(Vectors.read("envelope-v1"), "opens").stream()
                .map(vector -> Json.write(Vectors.text(vector, "plain")))
                .toList();
        List<String> opened = lines.subList(1, lines.size()).stream()
                .map(line -> Json.write(Json.parse(line)))
                .toList();
        assertThat(opened).isEqualTo(plains);
    }

    @Test
    void pythonOpensItAgain() throws IOException {
        Python.assumePresent();
        assertThat(Python.output(SCRIPT, SEALED.toString())).isEqualTo(Files.readString(RECORD));
    }
}
