package io.github.sluice.starrockswriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.datax.common.exception.DataXException;
import io.github.sluice.testbed.datax.ListRecord;
import io.github.sluice.writer.TaskAccount;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkWriterTest {
    private final FakeStarRocks starRocks = new FakeStarRocks();
    private final TaskAccount account = new TaskAccount(0);
    private final DirtyRecords dirty = new DirtyRecords();

    private ChunkWriter writer(Object... parameters) {
        return new ChunkWriter(
                0,
                Jobs.settings(parameters),
                new ChunkLabels("sluice", "r", 1, "d", "t", 0, ""),
                starRocks,
                starRocks,
                duration -> {},
                account,
                dirty);
    }

    @Test
    void everyRowIsVisibleAndBookedWhenTheTaskHasFinished() {
        ChunkWriter writer = writer();
        writer.write(ListRecord.values(1, "a"));
        writer.write(ListRecord.values(2, null));
        writer.finish();

        assertThat(starRocks.rows).containsExactly("{\"id\":1,\"name\":\"a\"}", "{\"id\":2,\"name\":null}");
        TaskAccount.Snapshot books = account.snapshot();
        assertThat(books.pulled()).isEqualTo(2);
        assertThat(books.acked()).isEqualTo(2);
        assertThat(books.finished()).isTrue();
        assertThat(books.fingerprint().count()).isEqualTo(2);
        assertThat(books.partitions().get(0).records()).as("loads").isEqualTo(1);
    }

    @Test
    void aTaskWithoutRowsLoadsNothing() {
        writer().finish();
        assertThat(starRocks.labels).isEmpty();
        assertThat(account.snapshot().finished()).isTrue();
    }

    @Test
    void rowsAndBytesEndALoad() {
        ChunkWriter rows = writer(Key.MAX_BATCH_ROWS, 2);
        for (int i = 0; i < 5; i++) {
            rows.write(ListRecord.values(i, "a"));
        }
        rows.finish();
        assertThat(starRocks.labels).hasSize(3).doesNotHaveDuplicates();

        starRocks.labels.clear();
        ChunkWriter bytes = writer(Key.MAX_BATCH_SIZE, 50, Key.DATABASE, "e");
        bytes.write(ListRecord.values(1, "x".repeat(100)));
        bytes.write(ListRecord.values(2, "x"));
        bytes.write(ListRecord.values(3, "x"));
        bytes.write(ListRecord.values(4, "x"));
        assertThat(starRocks.labels).as("a row above the limit goes alone").hasSize(2);
    }

    @Test
    void aRowThatStarRocksRefusesIsDirtyOnceAndWithoutItsValues() {
        starRocks.refuse(row -> row.contains("MARK"), 50);
        ChunkWriter writer = writer();
        writer.write(ListRecord.values(1, "a"));
        writer.write(ListRecord.values(2, "MARK"));
        writer.finish();

        assertThat(dirty.reasons).containsExactly("row 2: StarRocks refuses it: text too long");
        assertThat(dirty.printed).noneMatch(text -> text.contains("MARK"));
        TaskAccount.Snapshot books = account.snapshot();
        assertThat(books.acked()).isEqualTo(1);
        assertThat(books.dirty()).isEqualTo(1);
        assertThat(books.fingerprint()).as("a refused row is in it already").isNull();
    }

    @Test
    void aRowThatHasNoFormIsDirtyBeforeItIsSent() {
        ChunkWriter writer = writer(Key.COLUMN, List.of(java.util.Map.of("name", "id", "type", "int"), "name"));
        writer.write(ListRecord.values("SECRET", "a"));
        writer.finish();
        assertThat(dirty.reasons)
                .singleElement()
                .asString()
                .startsWith("row 1: ")
                .contains("id");
        assertThat(dirty.printed).noneMatch(text -> text.contains("SECRET"));
        assertThat(starRocks.labels).isEmpty();
    }

    @Test
    void operationsAreNumbersAndNothingElse() {
        ChunkWriter writer = writer(Key.COLUMN, List.of("id", "__op"));
        writer.write(ListRecord.values(1, "upsert"));
        writer.write(ListRecord.values(2, "DELETE"));
        writer.write(ListRecord.values(3, 1));
        writer.write(ListRecord.values(4, "remove"));
        writer.write(ListRecord.values(5, null));
        writer.finish();
        assertThat(starRocks.rows)
                .containsExactly("{\"id\":1,\"__op\":0}", "{\"id\":2,\"__op\":1}", "{\"id\":3,\"__op\":1}");
        assertThat(dirty.reasons).hasSize(2).allMatch(reason -> reason.contains("__op"));
        assertThat(account.snapshot().fingerprint())
                .as("deletes are not in the table")
                .isNull();
    }

    @Test
    void booleansAreNumbersWhichBooleanAndIntegerColumnsTakeAlike() {
        ChunkWriter writer = writer();
        writer.write(ListRecord.values(1, true));
        writer.write(ListRecord.values(2, false));
        writer.finish();
        assertThat(starRocks.rows).containsExactly("{\"id\":1,\"name\":1}", "{\"id\":2,\"name\":0}");
    }

    @Test
    void rowsOfWhichNoneHasTheRightWidthEndTheTask() {
        ChunkWriter writer = writer();
        for (int i = 1; i < ChunkWriter.MISMATCHES_BEFORE_GIVING_UP; i++) {
            writer.write(ListRecord.values(1));
        }
        assertThat(catchThrowableOfType(DataXException.class, () -> writer.write(ListRecord.values(1)))
                        .getErrorCode())
                .isEqualTo(StarRocksWriterErrorCode.COLUMN_COUNT);
    }

    @Test
    void aTableThatTakesNoRowEndsTheTask() {
        starRocks.refuse(row -> true, 50);
        ChunkWriter writer = writer();
        for (int i = 0; i < ChunkWriter.REFUSALS_BEFORE_GIVING_UP; i++) {
            writer.write(ListRecord.values(i, "a"));
        }
        DataXException failure = catchThrowableOfType(DataXException.class, writer::finish);
        assertThat(failure.getErrorCode()).isEqualTo(StarRocksWriterErrorCode.ROWS_REFUSED);
        assertThat(failure).hasMessageContaining("text too long");
    }

    @Test
    void theClockEndsALoadOnlyWhereItIsAskedTo() throws Exception {
        ChunkWriter writer = writer(Key.FLUSH_INTERVAL, 1);
        writer.write(ListRecord.values(1, "a"));
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < 2_000_000) {
            Thread.onSpinWait();
        }
        writer.write(ListRecord.values(2, "a"));
        assertThat(starRocks.rows).hasSize(2);
    }
}
