package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.AuditFindings;
import io.github.sluice.coordinator.journal.AuditFindings.Broken;
import io.github.sluice.coordinator.journal.NotedHead;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice audit verify}: computes the journal's chain anew and names the first entry that is broken. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Computes the hashes of all entries anew, and what the journal's tables must hold by them; names the first entry"
                    + " that is broken and ends with 33.",
            "What was cut off at the end, or computed anew, shows only beside a head that was noted elsewhere: --head, --anchor."
        })
public final class AuditVerifyCommand implements Callable<Integer> {
    @Mixin
    private AuditOptions common = new AuditOptions();

    @Option(
            names = "--head",
            paramLabel = "[SEQ:]HASH",
            description = "A head that this command printed earlier, or that a word on the control topic has.")
    private List<String> heads = new ArrayList<>();

    @Option(
            names = "--anchor",
            paramLabel = "FILE",
            description = "A file with a line \"RUN SEQ:HASH\" for each head that was noted; those of this run count.")
    private @Nullable Path anchor;

    @Option(
            names = "--note",
            paramLabel = "FILE",
            description = "Adds the head to this file if the journal is intact, for a later --anchor.")
    private @Nullable Path note;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<NotedHead> noted = new ArrayList<>();
        heads.forEach(text -> noted.add(head(text, "--head")));
        String run = common.open().name();
        if (anchor != null) {
            noted.addAll(anchored(anchor, run));
        }
        AuditFindings found = common.journal().audit(noted);
        PrintWriter out = spec.commandLine().getOut();
        out.println(common.json() ? Json.write(json(found, noted)) : text(found, noted));
        out.flush();
        if (found.broken().isPresent()) {
            return ExitCode.JOURNAL_BROKEN.number();
        }
        if (note != null) {
            write(note, run + " " + found.head() + System.lineSeparator());
        }
        return ExitCode.DONE.number();
    }

    private static NotedHead head(String text, String where) {
        return NotedHead.parse(text)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        where + ": a head is 64 hexadecimal digits, with its number and a colon before them if that was"
                                + " noted too; found '" + text + "'"));
    }

    /** Run names hold no blanks. */
    private static List<NotedHead> anchored(Path file, String run) {
        List<NotedHead> noted = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String[] words = line.strip().split("\\s+");
                if (words.length == 2 && words[0].equals(run)) {
                    noted.add(head(words[1], file.toString()));
                }
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "--anchor " + file + " cannot be read: " + e.getMessage(), e);
        }
        if (noted.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "--anchor " + file + " has no head of run " + run);
        }
        return noted;
    }

    private static void write(Path file, String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new Failure(ExitCode.UNKNOWN, "--note " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static String text(AuditFindings found, List<NotedHead> noted) {
        return found.broken().map(AuditVerifyCommand::text).orElseGet(() -> Messages.system()
                .of(
                        noted.isEmpty() ? "audit.intact" : "audit.intactSince",
                        found.run(),
                        Long.toString(found.entries()),
                        Long.toString(found.imported()),
                        found.head(),
                        Integer.toString(noted.size())));
    }

    private static String text(Broken broken) {
        String what = Messages.system()
                .of(
                        "audit.fault." + broken.fault(),
                        broken.arguments().stream().map(Printable::line).toArray());
        return broken.seq() == 0 ? what : Messages.system().of("audit.broken", Long.toString(broken.seq()), what);
    }

    private static Map<String, @Nullable Object> json(AuditFindings found, List<NotedHead> noted) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("run", found.run());
        json.put("intact", found.broken().isEmpty());
        json.put("entries", found.entries());
        json.put("imported", found.imported());
        json.put("head", found.head().toString());
        json.put("notedHeads", noted.size());
        json.put("firstBroken", found.broken().map(AuditVerifyCommand::json).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> json(Broken broken) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("seq", broken.seq() == 0 ? null : broken.seq());
        json.put("fault", broken.fault().name());
        json.put("details", broken.arguments());
        json.put("text", text(broken));
        return json;
    }
}
