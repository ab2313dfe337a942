package io.github.sluice.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.connect.Blocker;
import io.github.sluice.coordinator.connect.ConnectorStatus;
import io.github.sluice.coordinator.connect.Look;
import io.github.sluice.coordinator.connect.Look.Verdict;
import io.github.sluice.coordinator.kafka.RecordFinder.Found;
import io.github.sluice.wire.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchWordsTest {
    private static final Instant AT = Instant.parse("2026-05-01T08:00:10.123Z");
    private static final TopicPartition PLACE = new TopicPartition("t", 3);

    @BeforeEach
    @AfterEach
    void english() {
        Messages.choose("en");
    }

    private static Look look(String task, Double rate, Duration still, int restarts, Verdict verdict) {
        boolean failed = task.equals("FAILED");
        ConnectorStatus status = new ConnectorStatus(
                "sink",
                "RUNNING",
                "w:1",
                "",
                List.of(new ConnectorStatus.Task(0, task, "w:1", failed ? "org.X: boom\u001b[2J" : "")));
        return new Look(
                AT,
                Optional.of(status),
                12_040L,
                rate,
                still,
                restarts,
                verdict,
                failed ? status.reason() : "",
                Map.of(),
                List.of());
    }

    @Test
    void aLookIsOneLine() {
        assertThat(WatchWords.text("orders", look("RUNNING", null, Duration.ZERO, 0, Verdict.GOES_ON), 0))
                .isEqualTo("2026-05-01T08:00:10Z  orders  RUNNING 1/1  lag 12,040  - records/s");
        assertThat(WatchWords.text("orders", look("RUNNING", 0.25, Duration.ofSeconds(70), 0, Verdict.STALLED), 0))
                .endsWith("lag 12,040  0.3 records/s  still for 70 s");
        assertThat(WatchWords.text("orders", look("FAILED", 1234.5, Duration.ZERO, 1, Verdict.GOES_ON), 2))
                .endsWith("FAILED 0/1  lag 12,040  1,235 records/s  task 0 on w:1: org.X: boom\\u001B[2J"
                        + "  restarted (1 of 2)");
        Messages.choose("zh");
        assertThat(WatchWords.text("orders", look("RUNNING", 5.0, Duration.ofSeconds(70), 0, Verdict.GOES_ON), 0))
                .endsWith("积压 12,040  5.0 条/秒  已停滞 70 秒");
    }

    @Test
    void whatCannotBeSeenIsNotShownAsZero() {
        Look blind = new Look(
                AT,
                Optional.empty(),
                null,
                null,
                Duration.ZERO,
                0,
                Verdict.GOES_ON,
                "no connection",
                Map.of(),
                List.of());
        assertThat(WatchWords.text("orders", blind, 0)).endsWith("orders  cannot be seen: no connection");
        Map<?, ?> json = (Map<?, ?>) Json.parse(WatchWords.json("orders", blind));
        assertThat(json.get("lag")).isNull();
        assertThat(json.get("state")).isNull();
        assertThat(json.get("verdict")).isEqualTo("GOES_ON");
    }

    @Test
    void aRecordIsNamedWithoutAnythingThatIsInIt() {
        Found found = new Found("t", 3, 90, AT, null, 12, null);
        Blocker first = new Blocker(PLACE, 90, false, found, "");
        assertThat(WatchWords.text("orders", first, "it's here/sluice.yaml"))
                .containsExactly(
                        "orders: the first record that is not loaded is topic t partition 3 offset 90",
                        "  timestamp 2026-05-01T08:00:10.123Z, key none, value 12 bytes, envelope none",
                        "  sluice wire cat t --partition 3 --from 90 --max 1 -f 'it'\\''s here/sluice.yaml'");
        Blocker gap = new Blocker(PLACE, 90, true, null, "the log begins at offset 90");
        assertThat(WatchWords.text("orders", gap, null))
                .containsExactly("orders: the trace names topic t partition 3 offset 90: the log begins at offset 90");
        assertThat(WatchWords.text("orders", new Blocker(PLACE, 90, false, null, ""), null))
                .singleElement()
                .asString()
                .endsWith("no record can be read there");
        Map<?, ?> json = (Map<?, ?>) ((Map<?, ?>) Json.parse(WatchWords.json("orders", gap, null))).get("blocked");
        assertThat(json.get("command")).isNull();
        assertThat(json.get("note")).isEqualTo("the log begins at offset 90");
    }
}
