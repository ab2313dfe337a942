package io.github.sluice.coordinator.connect;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.Problems;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads connectors from JSON files, {@code {"name": ..., "config": {...}}}, as {@code sluice plan} writes them. All faults
 * are reported at once, and none repeats a value. One thread.
 */
public final class ConnectorFiles {
    private static final String CONFIG = "config";

    private final Problems problems = new Problems();
    private final Map<String, ConnectorDocument> byName = new LinkedHashMap<>();

    private ConnectorFiles() {}

    /**
     * Reads files and folders.
     *
     * @param paths files, which must each describe a connector; or folders, of which all {@code .json} files are read,
     *     at any depth, and those that describe no connector are passed over
     * @return in the order given, within a folder by path
     * @throws Failure with {@link ExitCode#USAGE} naming every fault
     */
    public static List<ConnectorDocument> read(List<Path> paths) {
        ConnectorFiles files = new ConnectorFiles();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                files.folder(path);
            } else {
                files.file(path, false);
            }
        }
        files.problems.throwIfAny("connectors");
        return List.copyOf(files.byName.values());
    }

    private void folder(Path folder) {
        List<Path> found;
        try (Stream<Path> all = Files.walk(folder)) {
            found = all.filter(path -> path.toString().endsWith(".json"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            problems.add(folder.toString(), "cannot be read: " + e.getMessage());
            return;
        }
        long described = 0;
        for (Path path : found) {
            described += file(path, true) ? 1 : 0;
        }
        if (described == 0) {
            problems.add(folder.toString(), "holds no .json file that describes a connector");
        }
    }

    /** Whether the file describes a connector, rightly or wrongly. */
    private boolean file(Path file, boolean passOver) {
        Object tree;
        try {
            tree = Json.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            problems.add(file.toString(), "cannot be read: " + e);
            return true;
        } catch (IllegalArgumentException e) {
            problems.add(file.toString(), String.valueOf(e.getMessage()));
            return true;
        }
        if (tree instanceof Map<?, ?> document
                && document.get(CONFIG) instanceof Map<?, ?> config
                && (!passOver || config.containsKey(ConnectorDocument.CONNECTOR_CLASS))) {
            connector(file, document, config);
            return true;
        }
        if (!passOver) {
            problems.add(file.toString(), "must be {\"name\": ..., \"config\": {...}}");
        }
        return false;
    }

    private void connector(Path file, Map<?, ?> document, Map<?, ?> found) {
        int faults = problems.lines().size();
        String name = document.get(ConnectorDocument.NAME) instanceof String text ? text : "";
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            problems.add(file + ": name", "is required, a text that is not blank");
        }
        for (Object key : document.keySet()) {
            if (!ConnectorDocument.NAME.equals(key) && !CONFIG.equals(key)) {
                problems.add(file + ": " + key, "is not a known key; known here: name, config");
            }
        }
        Map<String, String> config = new LinkedHashMap<>();
        found.forEach((key, value) -> value(file, String.valueOf(key), value, config));
        if (config.getOrDefault(ConnectorDocument.CONNECTOR_CLASS, "").isBlank()) {
            problems.add(file + ": config." + ConnectorDocument.CONNECTOR_CLASS, "is required");
        }
        String inner = config.get(ConnectorDocument.NAME);
        if (inner != null && !inner.equals(name)) {
            problems.add(file + ": config.name", "must be the name of the document, " + name, inner);
        }
        if (problems.lines().size() > faults) {
            return;
        }
        ConnectorDocument other = byName.putIfAbsent(name, new ConnectorDocument(file, name, config));
        if (other != null && !other.file().equals(file)) {
            problems.add(file + ": name", "is that of " + other.file() + " too", name);
        }
    }

    private void value(Path file, String key, @Nullable Object value, Map<String, String> config) {
        if (value == null || value instanceof Map || value instanceof List) {
            problems.add(file + ": config." + key, "must be a text, a number, true or false");
        } else if (value.equals(ConfigMask.HIDDEN)) {
            problems.add(
                    file + ": config." + key,
                    "stands for a secret that was not shown; put the reference to it, ${provider:...}, in its place");
        } else {
            config.put(key, value.toString());
        }
    }
}
