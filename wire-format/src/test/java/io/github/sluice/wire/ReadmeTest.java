package io.github.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.internal.Hex;
import io.github.sluice.wire.key.DataKey;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.support.Python;
import io.github.sluice.wire.support.Vectors;
import io.github.sluice.wire.type.MySqlType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows works. */
class ReadmeTest {
    @Test
    void itsPythonOpensWhatIsSealedHere(@TempDir Path folder) throws IOException {
        Python.assumePresent();
        Matcher code = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL).matcher(readme());
        assertThat(code.find()).isTrue();
        String key = "0123456789abcdef".repeat(3);
        byte[] sealed = EnvelopeV1.sealer(DataKey.fromHex(key)).seal("中文 row".getBytes(StandardCharsets.UTF_8));
        String call = "import sys\nsys.stdout.buffer.write(open_envelope(\"" + key + "\", '"
                + new String(sealed, StandardCharsets.US_ASCII) + "'))\n";
        Path script = Files.writeString(folder.resolve("sample.py"), code.group(1) + call);
        assertThat(Python.output(script.toString())).isEqualTo("中文 row");
    }

    @Test
    void itsPythonOpensVersion2(@TempDir Path folder) throws IOException {
        Python.assumePresent();
        Matcher code = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL).matcher(readme());
        assertThat(code.find() && code.find()).isTrue();
        DataKey key = DataKey.fromHex("0123456789abcdef".repeat(3));
        String topic = "t".repeat(200);
        byte[] sealed = EnvelopeV2.sealer(KeyRing.of(key), false).seal(utf8("中文 row"), topic, new byte[] {1, 2});
        String call = "import sys\nsys.stdout.buffer.write(open_envelope_v2({\"" + key.id() + "\": bytes.fromhex(\""
                + "0123456789abcdef".repeat(3) + "\")}, \"" + topic + "\", b\"\\1\\2\", bytes.fromhex(\""
                + Hex.encode(sealed) + "\")))\n";
        Path script = Files.writeString(folder.resolve("sample.py"), code.group(1) + call);
        assertThat(Python.output(script.toString())).isEqualTo("中文 row");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void itNamesEveryFieldOfTheTypeVectors() throws IOException {
        for (Map<String, Object> vector : Vectors.list(Vectors.read("types"), "vectors")) {
            assertThat(readme())
                    .contains(vector.keySet().stream()
                            .filter(field -> !field.equals("kind"))
                            .map(field -> "`" + field + "`")
                            .toList());
            assertThat(readme())
                    .contains(MySqlType.parse(Vectors.text(vector, "type")).selectExpression("c"));
        }
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }
}
