package io.github.sluice.streamload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClusterTest {
    @Test
    void queryPortsAreDerivedFromTheFrontends() {
        Cluster cluster = Cluster.builder()
                .frontEnd("fe1:8030")
                .frontEnd(" https://fe2:8443 ")
                .build();

        assertThat(cluster.queryHosts()).containsExactly("fe1:9030", "fe2:9030");
        assertThat(Cluster.builder()
                        .frontEnd("fe1:8030")
                        .queryHost("q:1")
                        .build()
                        .queryHosts())
                .containsExactly("q:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fe1", "fe1:", "ftp://fe1:8030", "http://fe1:8030/api", "http://u:p@fe1:8030", "a b:1"})
    void whatIsNoFrontendIsRefusedNamingIt(String text) {
        assertThatThrownBy(() -> Cluster.parseFrontEnd(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found '" + text.trim() + "'");
    }

    @Test
    void passwordsDoNotPrint() {
        Secret secret = Secret.of("s3cret");
        Cluster cluster =
                Cluster.builder().frontEnd("fe:1").account("root", secret).build();

        assertThat(secret + " " + cluster).doesNotContain("s3cret").contains("[hidden]");
    }

    @Test
    void bodiesTellTheirExactLength() throws IOException {
        List<byte[]> rows =
                Arrays.asList("{\"名\":1}".getBytes(StandardCharsets.UTF_8), "{}".getBytes(StandardCharsets.UTF_8));
        for (JsonRows body : List.of(JsonRows.array(rows), JsonRows.lines(rows), JsonRows.array(rows.subList(1, 2)))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            body.writeTo(out);
            body.writeTo(out);
            assertThat(out.size()).isEqualTo(2 * body.length());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonRows.array(rows).writeTo(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[{\"名\":1},{}]");
    }
}
