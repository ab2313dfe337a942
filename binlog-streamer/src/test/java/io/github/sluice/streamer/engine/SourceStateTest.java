package io.github.sluice.streamer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.binlog.BinlogPosition;
import io.github.sluice.wire.position.PartialTransaction;
import io.github.sluice.wire.position.StoppedTable;
import io.github.sluice.wire.position.StreamPosition;
import io.github.sluice.wire.position.TablePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SourceStateTest {
    private static final String U = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final StoppedTable WHY = new StoppedTable("drift", "name it", U + ":11", "binlog.000001", 4);

    private final SourceState state = new SourceState("w", position(U + ":1-10"));

    @Test
    void aPositionIsTheSameAfterItWasTakenUp() {
        TableState items = state.table("items");
        state.main().taken(new PartialTransaction(U + ":11", Map.of("shop.items", 7L)));
        items.stop(WHY, state.main());
        StreamPosition written = state.toPosition(Instant.EPOCH, Map.of());
        assertThat(new SourceState("w", written).toPosition(Instant.EPOCH, Map.of()))
                .isEqualTo(written);
        assertThat(StreamPosition.fromJson(written.toJson())).isEqualTo(written);
    }

    @Test
    void aStoppedTableKeepsItsSetAndReadingBeginsBehindItOnceItGoesOn() {
        TableState items = state.table("items");
        state.completed(end(U + ":11"));
        items.stop(WHY, state.main());
        state.completed(end(U + ":12"));
        state.completed(end(U + ":13"));
        assertThat(state.progressOf(items).whole()).hasToString(U + ":1-11");
        assertThat(state.progressOf(state.table("orders")).whole()).hasToString(U + ":1-13");
        assertThat(state.start()).as("nobody reads for a stopped table").hasToString(U + ":1-13");
        assertThat(state.oldest()).as("but it may go on").hasToString(U + ":1-11");
        items.letGoOn();
        assertThat(state.catchingUp()).isTrue();
        assertThat(state.start()).hasToString(U + ":1-11");
        assertThat(items.levelWith(state.main())).isFalse();
        state.completed(end(U + ":12"));
        state.completed(end(U + ":13"));
        assertThat(items.levelWith(state.main())).isTrue();
        assertThat(state.catchingUp()).isFalse();
        assertThat(state.toPosition(Instant.EPOCH, Map.of()).table("items").behind())
                .isNull();
    }

    @Test
    void whatATableTookOfATransactionGoesWithIt() {
        TableState items = state.table("items");
        state.main().taken(new PartialTransaction(U + ":11", Map.of("shop.items", 7L, "shop.orders", 9L)));
        items.stop(WHY, state.main());
        state.completed(end(U + ":11"));
        assertThat(state.main().partial()).isNull();
        assertThat(state.progressOf(items).taken(U + ":11", "shop.items")).isEqualTo(7);
        assertThat(state.progressOf(items).taken(U + ":12", "shop.items")).isZero();
        items.letGoOn();
        assertThat(items.levelWith(state.main()))
                .as("the rest of it is missing")
                .isFalse();
        state.completed(end(U + ":11"));
        assertThat(items.levelWith(state.main())).isTrue();
    }

    @Test
    void aChangedFileIsRoutedAnewFromWhereTheTableStands() {
        TableState items = state.table("items");
        items.stop(WHY, state.main());
        state.completed(end(U + ":11"));
        items.refile("d2", "topic", 4, state.main());
        state.table("orders").refile("d3", "topic", 4, state.main());
        assertThat(state.toPosition(Instant.EPOCH, Map.of()).table("items").since())
                .isEqualTo(U + ":1-10");
        assertThat(state.toPosition(Instant.EPOCH, Map.of()).table("orders").since())
                .isEqualTo(U + ":1-11");
    }

    @Test
    void waitingTimesDoubleWithinTheirLimits() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(1000), new Random(1));
        long[] whole = {100, 200, 400, 800, 1000, 1000};
        for (long most : whole) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(most / 2), Duration.ofMillis(most));
        }
        backoff.reset();
        assertThat(backoff.next()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    private static StreamPosition position(String set) {
        Map<String, TablePosition> tables = new LinkedHashMap<>();
        tables.put("orders", TablePosition.level("d", "orders", 4, U + ":1-2"));
        tables.put("items", TablePosition.level("d", "items", 4, U + ":1-3"));
        return new StreamPosition("w", U, set, "binlog.000001", 4, null, Instant.EPOCH, null, 3, tables, Map.of());
    }

    private static BinlogPosition end(String gtid) {
        return new BinlogPosition(gtid, "binlog.000001", 1000, 0);
    }
}
