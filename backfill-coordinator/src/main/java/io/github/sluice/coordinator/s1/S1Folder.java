package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.s1.JsonPlace.Kind;
import io.github.sluice.coordinator.s1.JsonPlace.NotJson;
import io.github.sluice.coordinator.s1.SourceText.Language;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The files of one folder and the folders in it, each read for what it is. A file that cannot be read is noted and keeps
 * no other from being read. Nothing is changed. One thread.
 */
public final class S1Folder {
    /** Generated files and scripts are far smaller. */
    private static final long LARGEST = 8L * 1024 * 1024;

    private static final int DEEPEST = 10;

    /** Why a file could not be read. */
    public enum Reason {
        /** The file ends before all brackets are closed; the detail is what is missing. */
        CLOSERS,
        NOT_JSON,
        NOT_TEXT,
        TOO_LARGE,
        NO_ACCESS
    }

    /**
     * A file that could not be read.
     *
     * @param file relative to the folder
     * @param line from 1; 0 where no place can be told
     * @param column from 1; 0 where no place can be told
     */
    public record Unreadable(String file, int line, int column, Reason reason, String detail) {}

    /** What the freshness check of a table looks at (inventory #114). */
    record Freshness(String table, String column) {}

    private final Path folder;
    private final List<TableFile> tableFiles = new ArrayList<>();
    private final List<ConnectorFile> connectors = new ArrayList<>();
    private final List<JobFile> jobs = new ArrayList<>();
    private final List<DdlTable> statements = new ArrayList<>();
    private final List<Freshness> freshness = new ArrayList<>();
    private final List<SourceText> texts = new ArrayList<>();
    private final List<JsonPlace> documents = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private int read;

    private S1Folder(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a folder.
     *
     * @throws Failure with {@link ExitCode#USAGE} if it is no folder that can be listed
     */
    public static S1Folder read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new Failure(ExitCode.USAGE, folder + ": is not a folder");
        }
        S1Folder read = new S1Folder(folder);
        for (Path file : read.files()) {
            read.take(file);
        }
        return read;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        Set<FileVisitOption> noLinks = EnumSet.noneOf(FileVisitOption.class);
        try {
            Files.walkFileTree(folder, noLinks, DEEPEST, new SimpleFileVisitor<Path>() {
                @Override
                public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                    boolean hidden = !visited.equals(folder)
                            && String.valueOf(visited.getFileName()).startsWith(".");
                    return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!extension(file).isEmpty() && Files.isRegularFile(file)) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    unreadable.add(new Unreadable(name(file), 0, 0, Reason.NO_ACCESS, ""));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, folder + ": cannot be read: " + e.getMessage(), e);
        }
        files.sort(Comparator.comparing(this::name));
        return files;
    }

    /** The end of a name that is read; empty for all others. */
    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (String known : List.of("json", "java", "py", "sh", "sql", "properties")) {
            if (name.endsWith("." + known)) {
                return known;
            }
        }
        return "";
    }

    private String name(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private void take(Path file) {
        String name = name(file);
        String text;
        try {
            if (Files.size(file) > LARGEST) {
                unreadable.add(new Unreadable(name, 0, 0, Reason.TOO_LARGE, ""));
                return;
            }
            text = text(Files.readAllBytes(file));
        } catch (CharacterCodingException e) {
            unreadable.add(new Unreadable(name, 0, 0, Reason.NOT_TEXT, ""));
            return;
        } catch (IOException e) {
            unreadable.add(new Unreadable(name, 0, 0, Reason.NO_ACCESS, ""));
            return;
        }
        if (extension(file).equals("json")) {
            takeJson(name, text);
        } else {
            takeText(name, extension(file), text);
        }
    }

    private void takeText(String name, String extension, String text) {
        read++;
        Language language =
                switch (extension) {
                    case "java" -> Language.JAVA;
                    case "py" -> Language.PYTHON;
                    case "sh" -> Language.SHELL;
                    case "sql" -> Language.SQL;
                    default -> Language.PROPERTIES;
                };
        SourceText source = SourceText.of(name, language, text);
        texts.add(source);
        if (language == Language.SQL) {
            statements.addAll(DdlTable.all(source));
        }
    }

    /** UTF-8, or what Chinese Windows writes. */
    private static String text(byte[] bytes) throws CharacterCodingException {
        String text;
        try {
            text = decoded(bytes, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            text = decoded(bytes, Charset.forName("GB18030"));
        }
        String withoutMark = text.startsWith("\ufeff") ? text.substring(1) : text;
        return withoutMark.replace("\r\n", "\n");
    }

    private static String decoded(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private void takeJson(String name, String text) {
        JsonPlace document;
        try {
            document = JsonPlace.parse(name, text);
        } catch (NotJson e) {
            boolean unclosed = !e.closers().isEmpty();
            unreadable.add(new Unreadable(
                    name, e.line(), e.column(), unclosed ? Reason.CLOSERS : Reason.NOT_JSON, e.closers()));
            return;
        }
        read++;
        documents.add(document);
        if (JobFile.looksLike(document)) {
            jobs.add(new JobFile(document));
        } else if (ConnectorFile.looksLike(document)) {
            ConnectorFile connector = ConnectorFile.of(document);
            if (connector.toStarRocks()) {
                connectors.add(connector);
            }
        } else if (TableFile.looksLike(document)) {
            tableFiles.add(TableFile.of(document));
        } else if (document.is(Kind.ARRAY)
                && !document.elements().isEmpty()
                && document.elements().stream()
                        .allMatch(one -> one.at("TABLE_NAME").present()
                                && one.at("COLUMN_NAME").present())) {
            document.elements()
                    .forEach(one -> freshness.add(new Freshness(
                            one.at("TABLE_NAME").text(), one.at("COLUMN_NAME").text())));
        } else {
            unknown.add(name);
        }
    }

    /** The folder. */
    public Path path() {
        return folder;
    }

    /** How many files were read. */
    public int read() {
        return read;
    }

    /** JSON files that are none of those that the scripts write or read, by name. */
    public List<String> unknown() {
        return List.copyOf(unknown);
    }

    /** Files that could not be read, by name. */
    public List<Unreadable> unreadable() {
        return unreadable.stream()
                .sorted(Comparator.comparing(Unreadable::file))
                .toList();
    }

    List<TableFile> tableFiles() {
        return List.copyOf(tableFiles);
    }

    List<ConnectorFile> connectors() {
        return List.copyOf(connectors);
    }

    List<JobFile> jobs() {
        return List.copyOf(jobs);
    }

    List<DdlTable> statements() {
        return List.copyOf(statements);
    }

    List<Freshness> freshness() {
        return List.copyOf(freshness);
    }

    /** Programs, scripts, statements and properties. */
    List<SourceText> texts() {
        return List.copyOf(texts);
    }

    List<SourceText> texts(Language language) {
        return texts.stream().filter(text -> text.language() == language).toList();
    }

    /** Every JSON file that could be read. */
    List<JsonPlace> documents() {
        return List.copyOf(documents);
    }

    /** The statement that makes a table, by the table's name. */
    Map<String, DdlTable> statementsByTable() {
        Map<String, DdlTable> byTable = new LinkedHashMap<>();
        statements.forEach(statement -> byTable.putIfAbsent(statement.name(), statement));
        return byTable;
    }
}
