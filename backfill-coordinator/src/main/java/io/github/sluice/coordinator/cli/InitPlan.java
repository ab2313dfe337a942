package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.plan.DraftSettings;
import io.github.sluice.coordinator.plan.DraftSettings.Draft;
import io.github.sluice.coordinator.settings.SluiceSettings.Secret;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SourceTables;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.coordinator.source.PhysicalTable;
import io.github.sluice.coordinator.source.ServerZone;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.SecretReference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code sluice plan --init}: a first sluice.yaml from the tables of a live MySQL. */
final class InitPlan {
    private static final String SCHEME = "jdbc:mysql://";
    private static final String EVERY_NAME = "(?s).*";

    @Option(
            names = "--init",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Instead of planning, write a commented settings file (-f) from the tables of this MySQL.")
    private String address = "";

    @Option(names = "--username", required = true, paramLabel = "NAME", description = "Account for --init.")
    private String username = "";

    @Option(
            names = "--password",
            required = true,
            paramLabel = "env:NAME|file:PATH",
            description = "Where its password stands; the file has this reference, never the password.")
    private String password = "";

    @Option(
            names = "--databases",
            paramLabel = "REGEX",
            description = "Only the databases whose whole name matches (default: all but MySQL's own).")
    private @Nullable String databases;

    /**
     * Writes the file, readable to its owner only.
     *
     * @param dryRun whether it is only said what the file would hold
     * @throws Failure if an option is wrong, the file is there, or no table is found
     */
    int write(Path file, boolean dryRun, boolean json, PrintWriter out) {
        Pattern wanted = check();
        if (Files.exists(file)) {
            throw there(file);
        }
        Source unzoned = new Source(
                address.startsWith(SCHEME) ? address.substring(SCHEME.length()) : address,
                new Secret(username, password),
                "+00:00",
                Map.of());
        ServerZone zone = new MySqlSource(unzoned).zone();
        Source source = new Source(unzoned.address(), unzoned.credentials(), zone.offset(), Map.of());
        List<PhysicalTable> all =
                new MySqlSource(source).tables(new SourceTables.ByWholeName(Pattern.compile(EVERY_NAME)));
        Draft draft = DraftSettings.of(source, zone, all, wanted);
        if (draft.moved() + draft.refused() == 0) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "MySQL " + source.address() + " shows " + username + " no table"
                            + (databases == null ? "" : " in databases " + databases)
                            + "; GRANT SELECT ON the databases to the account, or correct --databases. Nothing was"
                            + " written");
        }
        if (!dryRun) {
            create(file, draft.yaml());
        }
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("file", file.toString());
            result.put("tables", draft.moved());
            result.put("refused", draft.refused());
            out.println(Json.write(result));
        } else {
            out.println(Messages.system()
                    .of(dryRun ? "plan.would.init" : "plan.init", file, draft.moved(), draft.refused()));
            if (draft.moved() == 0) {
                out.println(Messages.system().of("plan.init.none"));
            }
        }
        out.flush();
        return ExitCode.DONE.number();
    }

    private Pattern check() {
        List<String> faults = new ArrayList<>();
        if (!address.matches("(" + Pattern.quote(SCHEME) + ")?[^\\s/:@?]+:\\d{1,5}")) {
            faults.add("--init must be HOST:PORT, without account and parameters");
        }
        if (username.isBlank()) {
            faults.add("--username must not be blank");
        }
        if (!SecretReference.isReference(password)) {
            faults.add("--password must be a reference, env:NAME or file:PATH, never the password itself");
        }
        Pattern wanted = Pattern.compile(EVERY_NAME);
        try {
            wanted = databases == null ? wanted : Pattern.compile(databases);
        } catch (PatternSyntaxException e) {
            faults.add(
                    "--databases must be a regular expression (" + e.getDescription() + "), found '" + databases + "'");
        }
        if (!faults.isEmpty()) {
            throw new Failure(ExitCode.USAGE, String.join("; ", faults));
        }
        return wanted;
    }

    private static Failure there(Path file) {
        return new Failure(
                ExitCode.REFUSED, file + " is there and is not replaced; move it away, or name another file with -f");
    }

    private static void create(Path file, String text) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createFile(file, owner);
            Files.writeString(file, text);
        } catch (FileAlreadyExistsException e) {
            throw there(file);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
