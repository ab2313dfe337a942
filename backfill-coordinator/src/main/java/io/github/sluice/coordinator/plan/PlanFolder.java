package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The folder of generated files, readable by their owner only. It remembers what it wrote, by name and digest, in {@code
 * .sluice-plan.json}; a file that it did not write is never touched, and one that somebody has edited since is kept. One
 * thread.
 */
public final class PlanFolder {
    static final String MEMORY = ".sluice-plan.json";

    /** What happened to one file. */
    public enum Change {
        WRITTEN,
        UNCHANGED,
        /** Edited by hand since it was written, and therefore left as it is. */
        KEPT,
        /** Written once, and the settings ask for it no longer; it is named and left. */
        OBSOLETE
    }

    /** One generated file. An {@code executable} one can be started by its owner. */
    public record PlannedFile(String name, String content, boolean executable) {}

    private final Path folder;

    public PlanFolder(Path folder) {
        this.folder = folder;
    }

    public Path path(String name) {
        return folder.resolve(name);
    }

    /** The text of a file, whoever wrote it. */
    public Optional<String> read(String name) {
        try {
            return Files.exists(path(name)) ? Optional.of(Files.readString(path(name))) : Optional.empty();
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, path(name) + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Writes the files. Nothing is written when any of them stands there and was not written by us.
     *
     * @param overEdits whether files edited by hand are replaced too
     * @param dryRun whether to say what would happen and do nothing
     */
    public Map<String, Change> write(List<PlannedFile> files, boolean overEdits, boolean dryRun) {
        Map<String, String> memory = memory();
        List<String> foreign = new ArrayList<>();
        for (PlannedFile file : files) {
            boolean same = read(file.name()).map(file.content()::equals).orElse(true);
            if (!same && !memory.containsKey(file.name())) {
                foreign.add(path(file.name()).toString());
            }
        }
        if (!foreign.isEmpty()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "not written by sluice plan, so not replaced: " + String.join(", ", foreign)
                            + "; move them away or choose another folder");
        }
        Map<String, Change> changes = new LinkedHashMap<>();
        for (PlannedFile file : files) {
            changes.put(file.name(), write(file, memory, overEdits, dryRun));
        }
        if (dryRun) {
            return changes;
        }
        replace(path(MEMORY), Template.print(Map.of("files", new TreeMap<>(memory))), false);
        return changes;
    }

    /** Files written once that are not among these and still stand there, in name order. */
    public List<String> obsolete(List<PlannedFile> files) {
        Set<String> planned = files.stream().map(PlannedFile::name).collect(Collectors.toSet());
        return memory().keySet().stream()
                .filter(name -> !planned.contains(name) && Files.exists(path(name)))
                .toList();
    }

    private Change write(PlannedFile file, Map<String, String> memory, boolean overEdits, boolean dryRun) {
        Optional<String> found = read(file.name());
        if (found.isPresent() && found.get().equals(file.content())) {
            memory.put(file.name(), digest(file.content()));
            if (!dryRun) {
                ownersOnly(file);
            }
            return Change.UNCHANGED;
        }
        boolean edited = found.isPresent() && !digest(found.get()).equals(memory.get(file.name()));
        if (edited && !overEdits) {
            return Change.KEPT;
        }
        if (!dryRun) {
            replace(path(file.name()), file.content(), file.executable());
        }
        memory.put(file.name(), digest(file.content()));
        return Change.WRITTEN;
    }

    /** Whether a file is as we wrote it, and what we would write now is something else. */
    boolean isStale(PlannedFile fresh) {
        return read(fresh.name())
                .filter(found -> !found.equals(fresh.content()))
                .filter(found -> digest(found).equals(memory().get(fresh.name())))
                .isPresent();
    }

    private Map<String, String> memory() {
        Map<String, String> memory = new TreeMap<>();
        read(MEMORY).ifPresent(text -> {
            if (Json.parse(text) instanceof Map<?, ?> json && json.get("files") instanceof Map<?, ?> files) {
                files.forEach((name, digest) -> memory.put(String.valueOf(name), String.valueOf(digest)));
            }
        });
        return memory;
    }

    /** A file of an older version, or one whose mode somebody has opened. */
    private void ownersOnly(PlannedFile file) {
        Path path = path(file.name());
        try {
            if (isPosix(path)) {
                Files.setPosixFilePermissions(path, mode(file.executable()));
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, path + ": its mode cannot be set: " + e.getMessage(), e);
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static Set<PosixFilePermission> mode(boolean executable) {
        return PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------");
    }

    /** Written beside and renamed, so that a reader or a kill never meets half a file. */
    private static void replace(Path file, String content, boolean executable) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Path temporary = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(temporary);
            if (isPosix(file)) {
                Files.createFile(temporary, PosixFilePermissions.asFileAttribute(mode(executable)));
            }
            Files.writeString(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
