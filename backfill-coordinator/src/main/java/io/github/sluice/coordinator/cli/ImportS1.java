package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.s1.Finding;
import io.github.sluice.coordinator.s1.ImportWords;
import io.github.sluice.coordinator.s1.KnownFault;
import io.github.sluice.coordinator.s1.S1Faults;
import io.github.sluice.coordinator.s1.S1Folder;
import io.github.sluice.coordinator.s1.S1Folder.Unreadable;
import io.github.sluice.coordinator.s1.S1Spec;
import io.github.sluice.coordinator.s1.S1Tables;
import io.github.sluice.coordinator.s1.S1Tables.LeftOut;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * {@code sluice plan --import-s1}: settings out of the published scripts' files, and what is known to be wrong with those.
 * It makes the settings file, and never overwrites one. Findings do not fail it. One thread.
 */
final class ImportS1 {
    /** Of one fault; thousands of tables share most of theirs. */
    private static final int PLACES_SHOWN = 3;

    private static final Set<String> OPTIONS =
            Set.of("--import-s1", "--s1-source", "--file", "--output", "--lang", "--dry-run");

    @Option(
            names = "--import-s1",
            paramLabel = "DIR",
            description = "Make the settings file from the published scripts' files in this folder, and list the known"
                    + " faults in them; needs no database. Without writing: --dry-run.")
    private @Nullable Path folder;

    @Option(
            names = "--s1-source",
            paramLabel = "HOST:PORT",
            description = "With --import-s1: the MySQL whose tables are taken (default: the one with most tables).")
    private @Nullable String source;

    /** Whether the command line asks for an import. */
    boolean asked() {
        if (folder == null && source != null) {
            throw new Failure(ExitCode.USAGE, "--s1-source goes with --import-s1");
        }
        return folder != null;
    }

    /**
     * Reads the folder, writes the settings file and says what was found.
     *
     * @return the exit code
     * @throws Failure with {@link ExitCode#REFUSED} if the file is there already, with {@link ExitCode#USAGE} if nothing says
     *     what to write
     */
    int run(BaseOptions common, boolean dryRun, CommandLine command) {
        for (OptionSpec option : command.getParseResult().matchedOptions()) {
            if (!OPTIONS.contains(option.longestName())) {
                throw new Failure(
                        ExitCode.USAGE, option.longestName() + " has no meaning beside --import-s1; leave it out");
            }
        }
        Path file = common.file();
        if (!dryRun && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw there(file, null);
        }
        ImportWords words = new ImportWords(Messages.system().locale());
        S1Folder read = S1Folder.read(folder == null ? Path.of("") : folder);
        List<Finding> findings = S1Faults.in(read);
        S1Tables tables = S1Tables.of(read);
        Map<String, Long> addresses = S1Spec.addresses(tables);
        if (source != null && !addresses.containsKey(source)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--s1-source names " + source + ", which no DataX job of a table reads; known: "
                            + addresses.keySet());
        }
        S1Spec spec = S1Spec.of(read, tables, Optional.ofNullable(source), words);
        boolean writes = !dryRun && !spec.tables().isEmpty();
        if (writes) {
            write(file, spec.yaml());
        }
        PrintWriter out = command.getOut();
        if (common.json()) {
            out.println(Json.write(json(file, writes, read, findings, spec, words)));
        } else {
            print(out, file, writes, read, findings, spec, words);
        }
        out.flush();
        if (spec.tables().isEmpty() && !dryRun) {
            throw new Failure(
                    ExitCode.USAGE,
                    read.path() + ": no table file, connector or DataX job in it tells a table, so " + file
                            + " was not written");
        }
        return ExitCode.DONE.number();
    }

    private static void print(
            PrintWriter out,
            Path file,
            boolean written,
            S1Folder read,
            List<Finding> findings,
            S1Spec spec,
            ImportWords words) {
        faults(out, findings, words);
        if (!read.unreadable().isEmpty()) {
            out.println();
            out.println(words.of("unreadable"));
            read.unreadable().forEach(one -> out.println("  " + place(one) + "  " + advice(one, words)));
        }
        if (!read.unknown().isEmpty()) {
            out.println();
            out.println(words.of("unknown", String.join(", ", read.unknown())));
        }
        if (!spec.leftOut().isEmpty()) {
            out.println();
            out.println(words.of("leftOut"));
            for (LeftOut table : spec.leftOut()) {
                out.println("  " + table.target() + ": " + words.of(table.reason()));
            }
        }
        if (spec.tables().isEmpty()) {
            return;
        }
        out.println();
        out.println(
                words.of(written ? "written" : "wouldWrite", file, spec.tables().size()));
        if (!spec.toFill().isEmpty()) {
            out.println(words.of("toFill", String.join(", ", spec.toFill())));
        }
        if (!spec.variables().isEmpty()) {
            out.println(words.of("toSet", String.join(", ", spec.variables())));
        }
    }

    private static void faults(PrintWriter out, List<Finding> findings, ImportWords words) {
        if (findings.isEmpty()) {
            out.println(words.of("none"));
            return;
        }
        Map<KnownFault, List<Finding>> byFault = new LinkedHashMap<>();
        for (Finding finding : findings) {
            byFault.computeIfAbsent(finding.fault(), fault -> new ArrayList<>()).add(finding);
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                words.of("column.fault"),
                words.of("column.place"),
                words.of("column.evidence"),
                words.of("column.title")));
        byFault.forEach((fault, places) -> {
            for (int i = 0; i < Math.min(places.size(), PLACES_SHOWN); i++) {
                lines.add(List.of(
                        "#" + fault.number(),
                        places.get(i).place(),
                        places.get(i).evidence(),
                        i == 0 ? words.title(fault) : ""));
            }
            if (places.size() > PLACES_SHOWN) {
                lines.add(List.of("", words.of("more", places.size() - PLACES_SHOWN), "", ""));
            }
        });
        TextTable.printTexts(out, lines);
        out.println();
        out.println(words.of("instead"));
        byFault.keySet().forEach(fault -> out.println("  #" + fault.number() + "  " + words.instead(fault)));
    }

    private static Map<String, Object> json(
            Path file, boolean written, S1Folder read, List<Finding> findings, S1Spec spec, ImportWords words) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("folder", read.path().toString());
        json.put("settings", file.toString());
        json.put("written", written);
        json.put("files", read.read());
        json.put("tables", spec.tables());
        List<Object> leftOut = new ArrayList<>();
        for (LeftOut one : spec.leftOut()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("target", one.target());
            entry.put("why", words.of(one.reason()));
            leftOut.add(entry);
        }
        json.put("leftOut", leftOut);
        json.put("toFill", spec.toFill());
        json.put("toSet", spec.variables());
        json.put("unknown", read.unknown());
        List<Object> unreadable = new ArrayList<>();
        for (Unreadable one : read.unreadable()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("file", one.file());
            entry.put("line", one.line());
            entry.put("column", one.column());
            entry.put("advice", advice(one, words));
            unreadable.add(entry);
        }
        json.put("unreadable", unreadable);
        List<Object> faults = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("fault", finding.fault().number());
            entry.put("file", finding.file());
            entry.put("line", finding.line());
            entry.put("evidence", finding.evidence());
            entry.put("title", words.title(finding.fault()));
            entry.put("instead", words.instead(finding.fault()));
            faults.add(entry);
        }
        json.put("faults", faults);
        return json;
    }

    private static String place(Unreadable one) {
        return one.line() == 0 ? one.file() : one.file() + ":" + one.line() + ":" + one.column();
    }

    private static String advice(Unreadable one, ImportWords words) {
        return words.of("unreadable." + one.reason().name(), one.detail());
    }

    /** Made for its owner alone, and only if nothing is there. */
    private static void write(Path file, String yaml) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (WritableByteChannel channel = Files.newByteChannel(
                file, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            ByteBuffer bytes = ByteBuffer.wrap(yaml.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (FileAlreadyExistsException e) {
            throw there(file, e);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static Failure there(Path file, @Nullable Exception cause) {
        return new Failure(
                ExitCode.REFUSED,
                file + " is there already and is not overwritten; name another with -f, or see the findings alone with"
                        + " --dry-run",
                cause);
    }
}
