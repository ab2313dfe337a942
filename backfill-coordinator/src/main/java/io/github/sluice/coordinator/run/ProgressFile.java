package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running process shows on its board, for {@code sluice status} in another one: a small file in the state folder,
 * replaced by rename, once a second at most, with one entry for each table of each half. It is no evidence and nothing is
 * resumed from it, so that it stays out of the journal. Thread-safe; closed by its opener.
 */
final class ProgressFile extends ForwardingBoard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressFile.class);

    private final Path file;
    private final Clock clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "progress-file");
        thread.setDaemon(true);
        return thread;
    });
    private boolean changed;
    private boolean unwritable;

    /** Guarded by the file. */
    private static final class Entry {
        private final String table;
        private final Side half;
        private Step step;
        private Progress.State state = Progress.State.WAITING;
        private String reason = "";
        private long rows;
        private long before;
        private long total;
        private String since;
        private String at;

        Entry(String table, Step step, String now) {
            this.table = table;
            this.half = step.half();
            this.step = step;
            this.since = now;
            this.at = now;
        }
    }

    private ProgressFile(Board board, Path file, Clock clock) {
        super(board);
        this.file = file;
        this.clock = clock;
    }

    /** @param board is told all that this one is told */
    static ProgressFile open(Path stateFolder, Side side, Board board) {
        ProgressFile opened = new ProgressFile(board, Progress.file(stateFolder, side), Clock.systemUTC());
        opened.writer.scheduleWithFixedDelay(opened::writeIfChanged, 1, 1, TimeUnit.SECONDS);
        return opened;
    }

    private synchronized void note(
            String table, Step step, Progress.State state, String reason, long rows, long total) {
        String now = clock.instant().toString();
        Entry entry = entries.computeIfAbsent(step.half() + "\n" + table, key -> new Entry(table, step, now));
        if (entry.step != step || rows < entry.rows || (state == Progress.State.RUNNING && entry.state != state)) {
            entry.since = now;
            entry.before = rows;
        }
        entry.step = step;
        entry.state = state;
        entry.reason = reason;
        entry.rows = rows;
        entry.total = total;
        entry.at = now;
        changed = true;
    }

    private synchronized void end(String table, Progress.State state) {
        for (Entry entry : entries.values()) {
            if (entry.table.equals(table)) {
                entry.state = state;
                entry.at = clock.instant().toString();
            }
        }
        changed = true;
    }

    @Override
    public void begins(String table, Step step) {
        note(table, step, Progress.State.RUNNING, "", 0, 0);
        super.begins(table, step);
    }

    @Override
    public void progress(String table, Step step, long rows, long total) {
        note(table, step, Progress.State.RUNNING, "", rows, total);
        super.progress(table, step, rows, total);
    }

    @Override
    public void ends(String table, Step step, String note) {
        note(table, step, Progress.State.WAITING, "", 0, 0);
        super.ends(table, step, note);
    }

    @Override
    public void fails(String table, Step step, String message) {
        note(table, step, Progress.State.FAILED, "", 0, 0);
        super.fails(table, step, message);
    }

    @Override
    public void holds(String table, Step step, Hold hold) {
        note(table, step, Progress.State.valueOf(hold.reason().name()), hold.detail(), 0, 0);
        super.holds(table, step, hold);
    }

    @Override
    public void leaves(String table, End end) {
        end(table, Progress.State.valueOf(end.name()));
        super.leaves(table, end);
    }

    private void writeIfChanged() {
        String text;
        synchronized (this) {
            if (!changed) {
                return;
            }
            changed = false;
            text = json();
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            if (!unwritable) {
                unwritable = true;
                LOG.warn(
                        "sluice status will not know how far this run is: {} cannot be written: {}",
                        file,
                        e.toString());
            }
        }
    }

    private String json() {
        List<Object> tables = new ArrayList<>();
        for (Entry entry : entries.values()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("table", entry.table);
            one.put("half", entry.half.name().toLowerCase(Locale.ROOT));
            one.put("step", entry.step.word());
            one.put("state", entry.state.name());
            one.put("reason", entry.reason);
            one.put("rows", entry.rows);
            one.put("before", entry.before);
            one.put("total", entry.total);
            one.put("since", entry.since);
            one.put("at", entry.at);
            tables.add(one);
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("pid", ProcessHandle.current().pid());
        all.put("tables", tables);
        return Json.write(all);
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("{} is still being written", file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writeIfChanged();
    }
}
