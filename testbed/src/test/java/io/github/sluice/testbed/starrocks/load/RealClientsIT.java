package io.github.sluice.testbed.starrocks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.starrocks.data.load.stream.StreamLoadDataFormat;
import com.starrocks.data.load.stream.properties.StreamLoadProperties;
import com.starrocks.data.load.stream.properties.StreamLoadTableProperties;
import com.starrocks.data.load.stream.v2.StreamLoadManagerV2;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** starrocks.md 16, item 5: clients that people use run against the stand-in unmodified. */
@Timeout(180)
class RealClientsIT {
    private static final String ROOT = "Basic cm9vdDo=";
    private static LoadCluster cluster;

    @TempDir
    private Path work;

    @BeforeAll
    static void start() {
        cluster = LoadCluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static String rowsOf(int from, int count) {
        List<String> rows = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            rows.add("{\"id\":" + i + ",\"v\":\"值" + i + "\"}");
        }
        return "[" + String.join(",", rows) + "]";
    }

    private static URI url(String table) {
        return URI.create("http://" + cluster.front.feHttp() + "/api/d/" + table + "/_stream_load");
    }

    private static void assertLoaded(JsonNode reply, TableModel table, int rows) throws Exception {
        assertThat(reply.path("Status").asText()).as(reply.toString()).isEqualTo("Success");
        assertThat(cluster.rows(table)).hasSize(rows);
    }

    private static TableModel table(String name) {
        return cluster.table(name, "id bigint key", "v varchar(40)");
    }

    @Test
    void item05_curlWithLocationTrusted() throws Exception {
        Path curl = onPath("curl");
        assumeThat(curl).as("curl on PATH").isNotNull();
        TableModel table = table("curl");
        Path data = Files.writeString(work.resolve("data.json"), rowsOf(0, 20_000));
        String reply = run(
                curl.toString(),
                "-sS",
                "--location-trusted",
                "-u",
                "root:",
                "-H",
                "Expect: 100-continue",
                "-H",
                "label: curl-file",
                "-H",
                "format: json",
                "-H",
                "strip_outer_array: true",
                "-H",
                "ignore_json_size: true",
                "-H",
                "columns: id, v",
                "-T",
                data.toString(),
                url("curl").toString());
        assertLoaded(LoadCluster.json(reply), table, 20_000);

        String repeated = run(
                curl.toString(),
                "-sS",
                "--location-trusted",
                "-u",
                "root:",
                "-H",
                "Expect: 100-continue",
                "-H",
                "label: curl-file",
                "-T",
                data.toString(),
                url("curl").toString());
        assertThat(LoadCluster.json(repeated).path("ExistingJobStatus").asText())
                .isEqualTo("FINISHED");
    }

    @Test
    void item05_curlInChunksFromStandardInput() throws Exception {
        Path curl = onPath("curl");
        assumeThat(curl).as("curl on PATH").isNotNull();
        TableModel table = table("curlstdin");
        Path data = Files.writeString(work.resolve("rows.csv"), "1,a\n2,b\n");
        Process process = new ProcessBuilder(
                        curl.toString(),
                        "-sS",
                        "--location-trusted",
                        "-u",
                        "root:",
                        "-H",
                        "Expect: 100-continue",
                        "-H",
                        "column_separator: ,",
                        "-T",
                        "-",
                        url("curlstdin").toString())
                .redirectInput(data.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String reply = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertLoaded(LoadCluster.json(reply), table, 2);
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static Path onPath(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            Path file = Path.of(folder, program);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        return null;
    }

    private static HttpRequest jdkRequest(URI target, String body) {
        return HttpRequest.newBuilder(target)
                .version(HttpClient.Version.HTTP_1_1)
                .expectContinue(true)
                .header("Authorization", ROOT)
                .header("format", "json")
                .header("strip_outer_array", "true")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    @Test
    void item05_jdkClientFollowingByHand() throws Exception {
        TableModel table = table("jdkmanual");
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        String body = rowsOf(0, 30_000);
        HttpResponse<String> first =
                client.send(jdkRequest(url("jdkmanual"), body), HttpResponse.BodyHandlers.ofString());
        assertThat(first.statusCode()).isEqualTo(307);
        URI backend = URI.create(first.headers().firstValue("location").orElseThrow());
        HttpResponse<String> second = client.send(jdkRequest(backend, body), HttpResponse.BodyHandlers.ofString());
        assertLoaded(LoadCluster.json(second.body()), table, 30_000);
    }

    @Test
    void item05_jdkClientFollowingByItself() throws Exception {
        TableModel table = table("jdkauto");
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
        HttpResponse<String> response =
                client.send(jdkRequest(url("jdkauto"), rowsOf(0, 5_000)), HttpResponse.BodyHandlers.ofString());
        assertLoaded(LoadCluster.json(response.body()), table, 5_000);
    }

    @Test
    void item05_apacheHttpClient5() throws Exception {
        TableModel table = table("apache");
        RequestConfig config =
                RequestConfig.custom().setExpectContinueEnabled(true).build();
        // without this the client keeps an Authorization header from another port, as curl does without
        // --location-trusted
        DefaultRedirectStrategy trusted = new DefaultRedirectStrategy() {
            @Override
            public boolean isRedirectAllowed(
                    HttpHost from, HttpHost to, org.apache.hc.core5.http.HttpRequest redirect, HttpContext context) {
                return true;
            }
        };
        try (CloseableHttpClient client = HttpClients.custom()
                .setDefaultRequestConfig(config)
                .setRedirectStrategy(trusted)
                .build()) {
            for (int i = 0; i < 3; i++) {
                HttpPut put = new HttpPut(url("apache"));
                put.setHeader("Authorization", ROOT);
                put.setHeader("format", "json");
                put.setHeader("strip_outer_array", "true");
                put.setHeader("label", "apache-" + i);
                put.setEntity(new StringEntity(rowsOf(i * 1_000, 1_000), StandardCharsets.UTF_8));
                String reply = client.execute(put, response -> EntityUtils.toString(response.getEntity()));
                assertLoaded(LoadCluster.json(reply), table, (i + 1) * 1_000);
            }
        }
    }

    private static StreamLoadProperties.Builder sdk(String table, StreamLoadDataFormat format) {
        StreamLoadTableProperties.Builder tables = StreamLoadTableProperties.builder()
                .database("d")
                .table(table)
                .streamLoadDataFormat(format)
                .chunkLimit(3L * 1024 * 1024 * 1024)
                .addProperty("format", format.name().toLowerCase(java.util.Locale.ROOT));
        StreamLoadProperties.Builder builder = StreamLoadProperties.builder()
                .loadUrls(cluster.front.feHttp())
                .username("root")
                .password("")
                .cacheMaxBytes(64 * 1024 * 1024)
                .connectTimeout(1_000)
                .waitForContinueTimeoutMs(3_000)
                .ioThreadCount(2)
                .scanningFrequency(50)
                .expectDelayTime(1_000)
                .labelPrefix("sdk-")
                .addHeader("format", format.name().toLowerCase(java.util.Locale.ROOT));
        if (format == StreamLoadDataFormat.JSON) {
            tables.addProperty("strip_outer_array", "true");
            builder.addHeader("strip_outer_array", "true");
        }
        return builder.defaultTableProperties(tables.build());
    }

    private static void write(StreamLoadManagerV2 manager, String table, int rows) {
        for (int i = 0; i < rows; i++) {
            manager.write(null, "d", table, "{\"id\":" + i + ",\"v\":\"值" + i + "\"}");
        }
    }

    private static List<String> labels(String table) throws Exception {
        return cluster.select("SELECT LABEL, STATE FROM information_schema.loads WHERE TABLE_NAME = '" + table + "'");
    }

    @Test
    void item05_officialSdkByTransactions() throws Exception {
        TableModel table = table("sdktxn");
        StreamLoadManagerV2 manager = new StreamLoadManagerV2(
                sdk("sdktxn", StreamLoadDataFormat.JSON).enableTransaction().build(), true);
        manager.init();
        try {
            write(manager, "sdktxn", 2_000);
            manager.flush();
            assertThat(manager.getException()).isNull();
            assertThat(cluster.rows(table)).hasSize(2_000).contains("7|值7");
            assertThat(labels("sdktxn"))
                    .isNotEmpty()
                    .allMatch(row -> row.startsWith("sdk-") && row.endsWith("|FINISHED"));
        } finally {
            manager.close();
        }
    }

    @Test
    void item05_officialSdkWithCompressedTransactions() throws Exception {
        TableModel table = table("sdklz4");
        StreamLoadProperties.Builder builder = sdk("sdklz4", StreamLoadDataFormat.JSON);
        StreamLoadTableProperties.Builder tables = StreamLoadTableProperties.builder()
                .database("d")
                .table("sdklz4")
                .streamLoadDataFormat(StreamLoadDataFormat.JSON)
                .chunkLimit(3L * 1024 * 1024 * 1024)
                .addProperty("format", "json")
                .addProperty("strip_outer_array", "true")
                .addProperty("compression", "lz4_frame");
        tables.addCommonProperties(
                java.util.Map.of("format", "json", "strip_outer_array", "true", "compression", "lz4_frame"));
        StreamLoadManagerV2 manager = new StreamLoadManagerV2(
                builder.defaultTableProperties(tables.build())
                        .addHeader("compression", "lz4_frame")
                        .enableTransaction()
                        .build(),
                true);
        manager.init();
        try {
            write(manager, "sdklz4", 2_000);
            manager.flush();
            assertThat(manager.getException()).isNull();
            assertThat(cluster.rows(table)).hasSize(2_000);
        } finally {
            manager.close();
        }
    }

    @Test
    void item05_officialSdkByPlainLoads() throws Exception {
        TableModel table = table("sdkplain");
        StreamLoadManagerV2 manager = new StreamLoadManagerV2(
                sdk("sdkplain", StreamLoadDataFormat.JSON)
                        .maxRetries(2)
                        .retryIntervalInMs(100)
                        .build(),
                true);
        manager.init();
        try {
            cluster.front.faults().plan(Fault.tooManyVersions().forOperation("stream_load"));
            write(manager, "sdkplain", 500);
            manager.flush();
            assertThat(manager.getException()).isNull();
            assertThat(cluster.rows(table)).hasSize(500);
            assertThat(cluster.front.faults().all()).anyMatch(fault -> fault.hits() == 1);
        } finally {
            manager.close();
        }
    }

    @Test
    void item05_officialSdkReportsARowThatIsFilteredWithItsReason() throws Exception {
        cluster.table("sdkbad", "id bigint key", "v varchar(3) not null");
        StreamLoadManagerV2 manager = new StreamLoadManagerV2(
                sdk("sdkbad", StreamLoadDataFormat.JSON).enableTransaction().build(), true);
        manager.init();
        try {
            manager.write(null, "d", "sdkbad", "{\"id\":1}");
            assertThatThrownBy(manager::flush).hasStackTraceContaining("NULL value in non-nullable column 'v'");
        } finally {
            manager.close();
        }
    }
}
