package io.github.sluice.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.binlog.RowChange;
import io.github.sluice.streamer.binlog.TableChange;
import io.github.sluice.streamer.settings.StreamerSettings.Http;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.position.StoppedTable;
import io.github.sluice.wire.position.StreamPosition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StatusServerTest {
    private final StreamerStatus status = new StreamerStatus("shop", List.of("rds1", "rds2"), Duration.ofSeconds(60));
    private final StatusServer server = StatusServer.start(new Http("127.0.0.1", 0), status);

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        request.uri(URI.create("http://127.0.0.1:" + server.port() + path))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void everythingThatIsToldCanBeScraped() throws Exception {
        SourceStatus source = status.source("rds1");
        source.connected("db:3306");
        source.event();
        source.event();
        source.table("s.t").row(RowChange.Kind.INSERT);
        source.table("s.t").row(RowChange.Kind.DELETE);
        source.table("s.t").zeroDates(3);
        source.table("s.t").ddl(TableChange.Kind.TRUNCATE);
        source.records("topic.s.t", 2, 500);
        source.committed(
                new StreamPosition(
                        "w",
                        "uuid",
                        "u:1-2",
                        "binlog.000042",
                        1234,
                        null,
                        Instant.EPOCH,
                        Instant.ofEpochSecond(1_700_000_000),
                        0,
                        Map.of(),
                        Map.of()),
                2);
        source.behind(true, 77);
        source.stopped("s.u", new StoppedTable("why", "what", "", "", 0));
        status.tableFiles(() -> 12, () -> List.of("a.json: key: is required"));

        String metrics = get("/metrics").body();

        assertThat(metrics.lines())
                .contains(
                        "sluice_streamer_events_total{source=\"rds1\"} 2.0",
                        "sluice_streamer_rows_total{kind=\"insert\",source=\"rds1\",table=\"s.t\"} 1.0",
                        "sluice_streamer_rows_total{kind=\"update\",source=\"rds1\",table=\"s.t\"} 0.0",
                        "sluice_streamer_zero_dates_total{source=\"rds1\",table=\"s.t\"} 3.0",
                        "sluice_streamer_ddl_total{kind=\"truncate\",source=\"rds1\",table=\"s.t\"} 1.0",
                        "sluice_streamer_records_total{source=\"rds1\",topic=\"topic.s.t\"} 2.0",
                        "sluice_streamer_record_bytes_total{source=\"rds1\",topic=\"topic.s.t\"} 500.0",
                        "sluice_streamer_commits_total{source=\"rds1\"} 1.0",
                        "sluice_streamer_position_file_number{source=\"rds1\"} 42.0",
                        "sluice_streamer_position_offset{source=\"rds1\"} 1234.0",
                        "sluice_streamer_lag_bytes{source=\"rds1\"} 77.0",
                        "sluice_streamer_lag_bytes{source=\"rds2\"} NaN",
                        "sluice_streamer_table_stopped{source=\"rds1\",table=\"s.u\"} 1.0",
                        "sluice_streamer_up{source=\"rds1\"} 1.0",
                        "sluice_streamer_table_files 12.0",
                        "sluice_streamer_table_file_problems 1.0");
        assertThat(status.metricNames()).as("the catalogue").allSatisfy(name -> assertThat(metrics)
                .contains("# TYPE " + name + " "));
    }

    @Test
    void healthTellsWhatIsWrongInJsonAndInTheCode() throws Exception {
        status.source("rds1").connected("db:3306");
        status.source("rds2").connected("db2:3306");
        HttpResponse<String> good = get("/health");
        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(good.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
        assertThat((Map<?, ?>) Json.parse(good.body()))
                .extracting("name", "healthy")
                .containsExactly("shop", true);

        status.source("rds2").stopped("s.t", new StoppedTable("new column c", "decide", "u:5", "binlog.000007", 4));
        HttpResponse<String> stopped = get("/health");
        assertThat(stopped.statusCode()).isEqualTo(503);
        assertThat(stopped.body()).contains("\"s.t\":{\"reason\":\"new column c\",\"advice\":\"decide\"");
        assertThat(get("/live").statusCode()).as("a restart would not help").isEqualTo(200);

        status.source("rds1").failed("the binlog was purged");
        assertThat(get("/live").statusCode()).isEqualTo(503);
        assertThat(get("/health").body()).contains("\"state\":\"stopped\",\"why\":\"the binlog was purged\"");
    }

    @Test
    void aBrokenTableFileIsWorthALook() throws Exception {
        status.tableFiles(() -> 1, () -> List.of("a.json: key: is required"));
        HttpResponse<String> health = get("/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("a.json: key: is required");
        assertThat(get("/live").statusCode()).isEqualTo(200);
    }

    @Test
    void onlyReadingIsAnswered() throws Exception {
        assertThat(get("/healthy").statusCode()).isEqualTo(404);
        assertThat(send(HttpRequest.newBuilder().DELETE(), "/health").statusCode())
                .isEqualTo(405);
        HttpResponse<String> head =
                send(HttpRequest.newBuilder().method("HEAD", HttpRequest.BodyPublishers.noBody()), "/health");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void aPortThatIsTakenIsAFaultOfTheSettings() {
        assertThatThrownBy(() -> StatusServer.start(new Http("127.0.0.1", server.port()), status))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot be bound");
    }
}
