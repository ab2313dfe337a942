package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.RowOperation;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.catalog.TableWrite;
import io.github.sluice.testbed.starrocks.convert.Rejected;
import io.github.sluice.testbed.starrocks.convert.UnstorableValueException;
import io.github.sluice.testbed.starrocks.txn.Publication;
import io.github.sluice.testbed.starrocks.txn.RowCounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one load, or of all loads of one transaction, from the first body to the commit. One thread at a time;
 * after {@link #finish} it is a {@link Publication}.
 */
final class LoadSession implements Publication, RowReader.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(LoadSession.class);

    private final Cluster cluster;
    private final LoadSettings settings;
    private final LoadPlan plan;
    private final RowReader reader;
    private final RowBuilder builder;
    private final StagedRows staged;
    private final ErrorLogs.Log errors = new ErrorLogs.Log();
    private final PublishGate gate;
    private long loaded;
    private long filtered;
    private long unselected;
    private long bytes;

    /** What holds a publication back: fault injection. */
    @FunctionalInterface
    interface PublishGate {
        void await() throws InterruptedException;
    }

    LoadSession(LoadContext context, TableModel table, LoadSettings settings, PublishGate gate) throws LoadException {
        this.cluster = context.cluster();
        this.settings = settings;
        this.gate = gate;
        this.plan = LoadPlanner.plan(table, settings);
        this.reader = settings.format() == LoadSettings.Format.JSON
                ? new JsonRows(plan, settings)
                : new CsvRows(plan, settings);
        this.builder = new RowBuilder(cluster, plan, settings.strict());
        this.staged = new StagedRows(context.spoolFolder(), context.options().memoryBytes(), write(plan));
    }

    private static StagedRows.Write write(LoadPlan plan) {
        int[] written = plan.written();
        if (written != null) {
            return values -> new RowOperation.Partial(written, values);
        }
        int condition = plan.mergeCondition();
        return condition >= 0 ? values -> new RowOperation.Conditional(condition, values) : RowOperation.Upsert::new;
    }

    LoadSettings settings() {
        return settings;
    }

    /** Counts received bytes, before decompression. */
    void received(long count) {
        bytes += count;
    }

    /** Converts and stages the rows of one body. */
    void read(BodySpool body) throws LoadException, IOException {
        guarded(() -> reader.read(body, this));
    }

    /**
     * Ends the rows and decides whether the load may be committed.
     *
     * @throws LoadException when too many rows were filtered or none is left
     */
    void finish() throws LoadException, IOException {
        guarded(() -> reader.finish(this));
        if (counts().exceeds(settings.maxFilterRatio())) {
            throw new LoadException(LoadStatus.INTERNAL_ERROR, "too many filtered rows");
        }
        if (loaded == 0) {
            throw new LoadException(LoadStatus.ANALYSIS_ERROR, "No rows were imported from upstream");
        }
    }

    private interface Step {
        void run() throws LoadException, IOException;
    }

    private void guarded(Step step) throws LoadException, IOException {
        try {
            step.run();
        } catch (LoadException e) {
            if (e.status() == LoadStatus.DATA_QUALITY_ERROR) {
                errors.add(e.getMessage(), "");
            }
            throw e;
        } catch (UnstorableValueException e) {
            throw new LoadException(LoadStatus.NOT_IMPLEMENTED_ERROR, String.valueOf(e.getMessage()));
        }
    }

    RowCounts counts() {
        return new RowCounts(loaded, filtered, unselected, bytes);
    }

    ErrorLogs.Log errors() {
        return errors;
    }

    @Override
    public void row(@Nullable Object[] slots, RowReader.SourceRow source) throws LoadException, IOException {
        switch (builder.build(slots)) {
            case UPSERT -> stage(false);
            case DELETE -> stage(true);
            case UNSELECTED -> unselected++;
            case FILTERED -> filter(slots, source);
        }
    }

    private void stage(boolean delete) throws IOException {
        loaded++;
        staged.add(delete, builder.row());
    }

    private void filter(@Nullable Object[] slots, RowReader.SourceRow source) throws IOException {
        filtered++;
        if (!errors.isFull()) {
            Rejected reason = builder.rejection();
            errors.add(reason.reason(), reason.whileReading() ? source.text() : RowBuilder.debug(slots));
        }
    }

    @Override
    public void unreadable(String reason, RowReader.SourceRow source) throws IOException {
        filtered++;
        if (!errors.isFull()) {
            errors.add(reason, source.text());
        }
    }

    @Override
    public void publish() throws InterruptedException {
        gate.await();
        TableModel planned = plan.table();
        TableModel table = cluster.catalog().table(planned.id());
        if (table == null) {
            throw new IllegalStateException("table " + planned.name() + " was dropped");
        }
        int @Nullable [] positions = table.columns().equals(planned.columns()) ? null : positions(planned, table);
        if (positions != null && (plan.written() != null || plan.mergeCondition() >= 0)) {
            throw new IllegalStateException("table " + planned.name() + " was altered during a partial update");
        }
        try (TableWrite write = cluster.store().open(table)) {
            staged.forEach(operation -> write.add(positions == null ? operation : moved(operation, table, positions)));
            write.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For each column of the newer model its position in the older one; -1 for a new column. */
    private static int[] positions(TableModel older, TableModel newer) {
        List<Integer> ids = older.columns().stream().map(ColumnModel::id).toList();
        return newer.columns().stream()
                .mapToInt(column -> ids.indexOf(column.id()))
                .toArray();
    }

    private RowOperation moved(RowOperation operation, TableModel table, int[] positions) {
        if (!(operation instanceof RowOperation.Upsert upsert)) {
            return operation;
        }
        @Nullable Object[] values = new Object[positions.length];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    positions[i] < 0 ? table.columns().get(i).defaultFor(cluster.now()) : upsert.values()[positions[i]];
        }
        return new RowOperation.Upsert(values);
    }

    @Override
    public void discard() {
        try {
            staged.close();
        } catch (IOException e) {
            LOG.warn("temporary file of a load not removed", e);
        }
    }
}
