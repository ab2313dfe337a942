package io.github.sluice.starrockswriter;

import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.plugin.RecordReceiver;
import com.alibaba.datax.common.spi.Writer;
import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.streamload.Cluster;
import io.github.sluice.streamload.LoadStates;
import io.github.sluice.streamload.TransactionalLoader;
import io.github.sluice.writer.ManifestFile;
import io.github.sluice.writer.Run;
import io.github.sluice.writer.RunReport;
import io.github.sluice.writer.TaskAccount;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugin {@code starrockswriterext}: rows straight into a StarRocks table, each of them visible or booked as dirty before
 * a task ends. {@code doc/starrockswriterext_en.md} is its manual.
 */
public final class StarRocksWriterExt extends Writer {
    /** What {@code plugin.json} calls it. */
    static final String NAME = "starrockswriterext";

    private StarRocksWriterExt() {}

    /** Before and after the tasks: settings, table, comparison, manifest. One thread. */
    public static final class Job extends Writer.Job {
        private static final Logger LOG = LoggerFactory.getLogger(Job.class);

        private @Nullable Configuration parameters;
        private @Nullable StarRocksWriterSettings settings;
        private @Nullable ManifestFile file;
        private @Nullable Run run;
        private @Nullable RunReport report;

        @Override
        public void preCheck() {
            StarRocksWriterSettings checked = readSettings();
            try (TargetTable table = new TargetTable(checked)) {
                table.reach();
                if (checked.queryUrl != null) {
                    table.columns(checked.queryUrl);
                }
            }
        }

        @Override
        public void init() {
            StarRocksWriterSettings read;
            try {
                read = readSettings();
            } catch (DataXException e) {
                ManifestFile.clearAfter(
                        e, getPluginJobConf().getString(Key.MANIFEST_PATH), StarRocksWriterErrorCode.MANIFEST);
                throw e;
            }
            if (read.manifestPath != null) {
                file = new ManifestFile(read.manifestPath, StarRocksWriterErrorCode.MANIFEST);
                file.clear();
            }
            Run opened = Run.open(read.runId, read.attempt, Clock.systemUTC());
            run = opened;
            use(read);
            LOG.info("run {} attempt {} writes to {}", opened.id(), opened.attempt(), read.target());
        }

        /** Is StarRocks there, what was left unfinished, {@code preSql}, the table's columns: in this order. */
        @Override
        public void prepare() {
            StarRocksWriterSettings known = initialised(settings);
            try (TargetTable table = new TargetTable(known)) {
                table.reach();
                if (known.queryUrl == null) {
                    return;
                }
                if (!known.preSql.isEmpty()) {
                    table.settleFormerLoads(initialised(run).id());
                    new QueryPort(known, known.queryUrl).execute(Key.PRE_SQL, known.preSql);
                }
                adopt(table.columns(known.queryUrl));
            }
        }

        /** Loads of an earlier start count unless {@code preSql} may have emptied the table since. */
        @Override
        public List<Configuration> split(int mandatoryNumber) {
            Run opened = initialised(run);
            opened.planned(mandatoryNumber);
            String epoch = initialised(settings).preSql.isEmpty()
                    ? ""
                    : UUID.randomUUID().toString();
            List<Configuration> tasks = new ArrayList<>(mandatoryNumber);
            for (int i = 0; i < mandatoryNumber; i++) {
                Configuration task = initialised(parameters).clone();
                task.set(Key.RUN_ID, opened.id());
                task.set(Key.ATTEMPT, opened.attempt());
                task.set(Key.RUN_HANDLE, opened.handle());
                task.set(Key.LABEL_EPOCH, epoch);
                tasks.add(task);
            }
            return tasks;
        }

        /** {@code postSql} is for a table that has all its rows; what it fails at is no reason to call the run complete. */
        @Override
        public void post() {
            StarRocksWriterSettings known = initialised(settings);
            initialised(report).compare();
            if (known.queryUrl != null) {
                new QueryPort(known, known.queryUrl).execute(Key.POST_SQL, known.postSql);
            }
            initialised(report).complete();
        }

        /** Runs after success and failure alike. After {@link #post} has reported there is nothing left to say. */
        @Override
        public void destroy() {
            if (run == null) {
                return;
            }
            try {
                if (report != null) {
                    report.failed("the job ended before all rows were compared; its log says why");
                }
            } finally {
                run.close();
            }
        }

        private void adopt(Map<String, String> tableColumns) {
            Configuration known = initialised(parameters);
            Map<String, String> types = new LinkedHashMap<>();
            tableColumns.forEach((name, type) -> types.put(name.toLowerCase(Locale.ROOT), type));
            known.set(Key.TARGET_TYPES, types);
            if (initialised(settings).everyColumn()) {
                known.set(Key.COLUMN, new ArrayList<>(tableColumns.keySet()));
                use(StarRocksWriterSettings.from(known));
                LOG.info("columns of {}: {}", initialised(settings).target(), tableColumns.keySet());
            }
        }

        private void use(StarRocksWriterSettings read) {
            settings = read;
            report = new RunReport(new TableOfRun(read), initialised(run), Clock.systemUTC(), file);
        }

        private StarRocksWriterSettings readSettings() {
            Configuration own = getPluginJobConf().clone();
            parameters = own;
            StarRocksWriterSettings read = StarRocksWriterSettings.from(own);
            LOG.info("settings: {}", read);
            for (String warning : read.warnings) {
                LOG.warn("{}", warning);
            }
            return read;
        }
    }

    /** One channel's rows. One thread. */
    public static final class Task extends Writer.Task {
        private static final Logger LOG = LoggerFactory.getLogger(Task.class);

        private final List<Closeable> open = new ArrayList<>();
        private @Nullable TaskAccount account;
        private @Nullable ChunkWriter rows;

        @Override
        public void init() {
            StarRocksWriterSettings settings = StarRocksWriterSettings.from(getPluginJobConf());
            Run run = Run.of(getPluginJobConf().getString(Key.RUN_HANDLE), StarRocksWriterErrorCode.SETTINGS);
            TaskAccount books = run.startTask(getTaskId());
            account = books;
            Cluster cluster = settings.cluster();
            TransactionalLoader loader = new TransactionalLoader(cluster);
            open.add(loader);
            LoadStates states = new LoadStates(cluster);
            open.add(states);
            rows = new ChunkWriter(
                    getTaskId(),
                    settings,
                    new ChunkLabels(
                            settings.labelPrefix,
                            run.id(),
                            run.attempt(),
                            settings.database,
                            settings.table,
                            getTaskId(),
                            settings.labelEpoch),
                    loader,
                    label -> states.cancel(settings.database, settings.table, label, settings.visibleTimeout)
                            .state(),
                    duration -> Thread.sleep(duration.toMillis()),
                    books,
                    getTaskPluginCollector());
        }

        /** Returns when every row is visible or booked as dirty; throws otherwise. */
        @Override
        public void startWrite(RecordReceiver receiver) {
            ChunkWriter writer = initialised(rows);
            try {
                Record record;
                while ((record = receiver.getFromReader()) != null) {
                    writer.write(record);
                }
                writer.finish();
            } catch (RuntimeException e) {
                initialised(account).failed(e.getMessage());
                throw e;
            }
        }

        @Override
        public void destroy() {
            for (Closeable each : open) {
                try {
                    each.close();
                } catch (IOException e) {
                    LOG.debug("closing an HTTP client", e);
                }
            }
            open.clear();
        }
    }

    private static <T> T initialised(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("DataX calls init first");
        }
        return part;
    }
}
