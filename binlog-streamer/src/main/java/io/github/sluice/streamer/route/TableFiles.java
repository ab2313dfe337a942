package io.github.sluice.streamer.route;

import io.github.sluice.streamer.ExitCode;
import io.github.sluice.streamer.Failure;
import io.github.sluice.streamer.settings.Problems;
import io.github.sluice.wire.key.RecordKeys;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of table files: every {@code *.json} in it is one table (inventory #60). At the start every fault of every
 * file ends the command in one message. Afterwards the folder is looked at once a second, which also works on network
 * folders: new, changed and removed files come into effect together in a new {@link #current}; a file that is broken is
 * reported, and what it was before stays in effect. Thread-safe.
 */
public final class TableFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TableFiles.class);

    private final Path folder;
    private final Set<String> sources;
    private final Map<String, Entry> entries = new TreeMap<>();
    private @Nullable ScheduledExecutorService watcher;
    private volatile TableSet current = new TableSet(List.of(), List.of());

    /** What is known of one file of the folder. */
    private static final class Entry {
        @Nullable
        Object stamp;

        @Nullable
        TableFile file;

        List<String> problems = List.of();
        boolean missing;
    }

    private TableFiles(Path folder, Set<String> sources) {
        this.folder = folder;
        this.sources = new LinkedHashSet<>(sources);
    }

    /**
     * Reads the whole folder.
     *
     * @param folder need not hold a file yet
     * @param sources names of the sources there are
     * @throws Failure with {@link ExitCode#USAGE} naming every fault of every file
     */
    public static TableFiles load(Path folder, Set<String> sources) {
        TableFiles files = new TableFiles(folder, sources);
        Problems problems = new Problems();
        try {
            files.refresh();
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "tables: folder " + folder + " cannot be read: " + e, e);
        }
        files.current.problems().forEach(problems::add);
        problems.throwIfAny(folder.toString());
        LOG.info("{} table files in {}", files.current.files().size(), folder);
        return files;
    }

    /** What is in effect now. */
    public TableSet current() {
        return current;
    }

    /** Looks at the folder again and again, on a thread of its own, until {@link #close}. */
    public synchronized void watch(Duration interval) {
        if (watcher != null) {
            throw new IllegalStateException("the folder is watched already");
        }
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "table-files");
            thread.setDaemon(true);
            return thread;
        });
        watcher = scheduler;
        scheduler.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            refresh();
        } catch (IOException | RuntimeException e) {
            // the folder may be on a network; what was read before stays in effect
            LOG.warn("folder {} cannot be read: {}", folder, e.toString());
        }
    }

    /**
     * Looks at the folder once.
     *
     * @return whether {@link #current} is another one than before
     */
    synchronized boolean refresh() throws IOException {
        boolean changed = scan();
        if (changed) {
            TableSet before = current;
            current = inEffect(before);
            report(before, current);
        }
        return changed;
    }

    private boolean scan() throws IOException {
        boolean changed = false;
        Set<String> present = new HashSet<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(folder, "*.json")) {
            for (Path path : listing) {
                String name = String.valueOf(path.getFileName());
                BasicFileAttributes attributes = attributes(path);
                if (name.startsWith(".") || attributes == null || !attributes.isRegularFile()) {
                    continue;
                }
                present.add(name);
                List<@Nullable Object> stamp = new ArrayList<>();
                stamp.add(attributes.lastModifiedTime());
                stamp.add(attributes.size());
                stamp.add(attributes.fileKey());
                Entry entry = entries.computeIfAbsent(name, key -> new Entry());
                entry.missing = false;
                if (!stamp.equals(entry.stamp)) {
                    entry.stamp = stamp;
                    read(path, entry);
                    changed = true;
                }
            }
        }
        for (Map.Entry<String, Entry> known : List.copyOf(entries.entrySet())) {
            if (!present.contains(known.getKey())) {
                if (known.getValue().missing) {
                    entries.remove(known.getKey());
                    changed = true;
                }
                // editors that rename leave a moment without the file; only a second look believes it
                known.getValue().missing = true;
            }
        }
        return changed;
    }

    private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return null; // gone since it was listed
        }
    }

    private void read(Path path, Entry entry) throws IOException {
        Problems problems = new Problems();
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            entry.stamp = null;
            return;
        } catch (IOException e) {
            entry.problems = List.of(path.getFileName() + ": cannot be read: " + e);
            return;
        }
        TableFile file = TableFileReader.read(path, bytes, sources, problems, key -> {});
        entry.problems = problems.lines();
        if (file != null) {
            entry.file = file;
        }
    }

    /** All files that are right and do not contradict one that was in effect before, or that comes first by name. */
    private TableSet inEffect(TableSet before) {
        List<TableFile> candidates = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Entry entry : entries.values()) {
            problems.addAll(entry.problems);
            if (entry.file != null) {
                candidates.add(entry.file);
            }
        }
        Set<Path> settled = new HashSet<>();
        Map<Path, String> keysBefore = new HashMap<>();
        before.files().forEach(file -> keysBefore.put(file.path(), file.key()));
        List<TableFile> ordered = new ArrayList<>(candidates);
        ordered.sort((a, b) -> Boolean.compare(
                !Objects.equals(keysBefore.get(a.path()), a.key()),
                !Objects.equals(keysBefore.get(b.path()), b.key())));
        List<TableFile> accepted = new ArrayList<>();
        for (TableFile file : ordered) {
            TableFile other = sameKey(accepted, file);
            if (other == null) {
                accepted.add(file);
                settled.add(file.path());
            } else {
                problems.add(file.fileName() + ": key: must be another one than in " + other.fileName() + ", found '"
                        + file.key() + "'");
            }
        }
        return new TableSet(
                candidates.stream()
                        .filter(file -> settled.contains(file.path()))
                        .toList(),
                problems);
    }

    private static @Nullable TableFile sameKey(List<TableFile> accepted, TableFile file) {
        for (TableFile other : accepted) {
            boolean bothApply =
                    other.source() == null || file.source() == null || Objects.equals(other.source(), file.source());
            if (bothApply && other.key().equals(file.key())) {
                return other;
            }
        }
        return null;
    }

    private static void report(TableSet before, TableSet now) {
        Map<Path, TableFile> old = new HashMap<>();
        before.files().forEach(file -> old.put(file.path(), file));
        for (TableFile file : now.files()) {
            TableFile earlier = old.remove(file.path());
            boolean news = earlier == null || !earlier.digest().equals(file.digest());
            if (news && file.keyMode() == RecordKeys.Mode.COLUMNS) {
                LOG.warn(
                        "table file {}: with key_mode columns the record keys hold {} in clear",
                        file.fileName(),
                        file.keyColumns().isEmpty() ? "the primary key" : file.keyColumns());
            }
            if (earlier == null) {
                LOG.info("table file {}: {} into {}", file.fileName(), file.key(), file.topic());
            } else if (!earlier.digest().equals(file.digest())) {
                LOG.info("table file {} has changed: {} into {}", file.fileName(), file.key(), file.topic());
            }
        }
        old.values().forEach(file -> LOG.info("table file {} is no longer in effect: {}", file.fileName(), file.key()));
        for (String problem : now.problems()) {
            if (!before.problems().contains(problem)) {
                LOG.error("table file not in effect: {}", problem);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (watcher != null) {
            watcher.shutdownNow();
        }
    }
}
