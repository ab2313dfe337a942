package io.github.sluice.starrockswriter;

import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.plugin.TaskPluginCollector;
import io.github.sluice.streamload.Loader;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.row.BadRowException;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.writer.MaskedRecord;
import io.github.sluice.writer.RecordValues;
import io.github.sluice.writer.TaskAccount;
import io.github.sluice.writer.UnfitColumnException;
import org.jspecify.annotations.Nullable;

/**
 * The way of one row through a task: values out of the DataX record, into wire form, encoded, into a chunk, loaded. A row that
 * cannot go this way is dirty: handed to DataX once, masked, with the reason; everything else ends the task.
 *
 * <p>One thread. Holds one chunk.
 */
final class ChunkWriter {
    /** Rows of the wrong width, with not one of the right width before them, after which a task gives up. */
    static final int MISMATCHES_BEFORE_GIVING_UP = 100;

    /** Rows refused by StarRocks, with not one loaded, after which a task gives up: each costs requests. */
    static final int REFUSALS_BEFORE_GIVING_UP = 1_000;

    private final int task;
    private final StarRocksWriterSettings settings;
    private final TaskAccount account;
    private final TaskPluginCollector collector;
    private final RecordValues values;
    private final RowSchema schema;
    private final RowCodec codec;
    private final int operation;
    private final @Nullable FingerprintAccumulator fingerprint;
    private final Chunk chunk;
    private final ChunkLoader loader;
    private long zeroDates;
    private long chunkBegun;
    private long loadedRows;
    private long refusedRows;

    ChunkWriter(
            int task,
            StarRocksWriterSettings settings,
            ChunkLabels labels,
            Loader loader,
            ChunkLoader.Settlement settlement,
            ChunkLoader.Pause pause,
            TaskAccount account,
            TaskPluginCollector collector) {
        this.task = task;
        this.settings = settings;
        this.account = account;
        this.collector = collector;
        this.values = new RecordValues(settings.columns, StarRocksWriterErrorCode.COLUMN_SELECT);
        this.schema = settings.schema();
        this.codec = new RowCodec(schema);
        this.operation = schema.indexOf(Operation.COLUMN);
        this.fingerprint = settings.hasOperations() ? null : new FingerprintAccumulator(schema);
        this.chunk = new Chunk(settings.maxBatchRows, settings.maxBatchSize);
        this.loader = new ChunkLoader(settings, labels, loader, settlement, pause, new Accounting());
    }

    /** Takes one row. Returns when it is in the chunk, or when it is booked as dirty; loads the chunk when it is full. */
    void write(Record record) {
        long position = account.pulled();
        if (record.getColumnNumber() != values.width()) {
            mismatch(position, record);
            return;
        }
        long zeroDatesBefore = codec.zeroDates();
        ChunkRow row;
        try {
            @Nullable Object[] wire = codec.normalise(loadable(values.of(record)));
            row = new ChunkRow(position, codec.encode(wire));
            if (fingerprint != null) {
                fingerprint.add(wire);
            }
        } catch (BadRowException | UnfitColumnException e) {
            account.dirty();
            collect(MaskedRecord.of(record), position, String.valueOf(e.getMessage()));
            return;
        }
        zeroDates += codec.zeroDates() - zeroDatesBefore;
        if (chunk.isFullFor(row)) {
            loader.load(chunk.take());
        }
        if (chunk.isEmpty()) {
            chunkBegun = System.nanoTime();
        }
        chunk.add(row);
        if (!settings.flushInterval.isZero() && System.nanoTime() - chunkBegun >= settings.flushInterval.toNanos()) {
            loader.load(chunk.take());
        }
    }

    /** A Boolean goes as a number, which BOOLEAN and the integers take alike, as from the official plugin. */
    private @Nullable Object[] loadable(@Nullable Object[] row) throws UnfitColumnException {
        for (int i = 0; i < row.length; i++) {
            Object value = row[i];
            if (i == operation) {
                row[i] = Operation.of(value);
            } else if (value instanceof Boolean && settings.columns.get(i).type() == null) {
                row[i] = (Boolean) value ? 1L : 0L;
            }
        }
        return row;
    }

    /**
     * Returns when every row is visible or booked as dirty and the books agree.
     *
     * @throws com.alibaba.datax.common.exception.DataXException otherwise
     */
    void finish() {
        loader.load(chunk.take());
        account.finished(zeroDates, schema, fingerprint);
        String imbalance = account.snapshot().imbalance();
        if (imbalance != null) {
            throw StarRocksWriterErrorCode.COUNTS_DIFFER.failure(imbalance);
        }
    }

    private void mismatch(long position, Record record) {
        String reason = record.getColumnNumber() + " columns where the job names " + values.width();
        long mismatches = account.mismatched();
        account.dirty();
        collect(MaskedRecord.of(record), position, reason);
        if (mismatches == position && mismatches >= MISMATCHES_BEFORE_GIVING_UP) {
            throw StarRocksWriterErrorCode.COLUMN_COUNT.failure("not one of the first " + position + " rows fits: "
                    + reason + "; " + Key.COLUMN + " must list what the reader selects, in its order");
        }
    }

    private void collect(Record masked, long position, String reason) {
        collector.collectDirtyRecord(masked, null, "row " + position + ": " + reason);
    }

    private final class Accounting implements ChunkLoader.Fate {
        @Override
        public void loaded(long load, int rows, long bytes) {
            loadedRows += rows;
            account.acknowledged(task, load, rows, bytes);
        }

        @Override
        public void refused(ChunkRow row, String reason) {
            refusedRows++;
            account.dirtyAfterSending();
            collect(
                    MaskedRecord.ofPosition(row.position, row.json.length),
                    row.position,
                    "StarRocks refuses it: " + reason);
            if (loadedRows == 0 && refusedRows >= REFUSALS_BEFORE_GIVING_UP) {
                throw StarRocksWriterErrorCode.ROWS_REFUSED.failure(settings.target() + ": not one of the first "
                        + refusedRows + " rows fits; the last because of: " + reason);
            }
        }
    }
}
