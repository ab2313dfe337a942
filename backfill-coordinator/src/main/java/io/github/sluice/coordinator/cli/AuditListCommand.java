package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.journal.EntryKind;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.JournalEntry;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice audit list}: the journal's entries, oldest first. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Shows what was written to this half's journal, by whom and when, oldest first.")
public final class AuditListCommand implements Callable<Integer> {
    private static final int SHOWN_ID = 8;

    @Mixin
    private AuditOptions common = new AuditOptions();

    @Option(
            names = "--table",
            paramLabel = "TARGET",
            description = "Only entries of this logical table, by its name in StarRocks.")
    private @Nullable String table;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only entries from this moment on (2026-01-31T12:00:00Z), or of the last while (30m, 12h).")
    private @Nullable String since;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        Instant from = since == null ? Instant.MIN : moment(since);
        Set<String> attempts = new HashSet<>();
        Journal journal = common.journal();
        List<JournalEntry> entries = journal.entries(entry -> isOfTable(entry, attempts) && !before(entry, from));
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(Json.write(entries.stream().map(AuditListCommand::json).toList()));
        } else {
            print(out, entries);
        }
        out.flush();
        return ExitCode.DONE.number();
    }

    private Instant moment(String text) {
        try {
            Duration ago = new ShortDuration().convert(text);
            return Instant.now().minus(ago);
        } catch (picocli.CommandLine.TypeConversionException notAWhile) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--since must be a moment such as 2026-01-31T12:00:00Z or a while such as 12h, found '" + text
                                + "'",
                        e);
            }
        }
    }

    /** What was made outside belongs to an attempt, and by that to a table. */
    private boolean isOfTable(JournalEntry entry, Set<String> attempts) {
        if (table == null) {
            return true;
        }
        if (entry.table().equals(table)) {
            attempts.add(entry.attempt());
            return true;
        }
        return (entry.table().isEmpty() && attempts.contains(entry.attempt()))
                || (entry.kind().equals(EntryKind.LOCK.name())
                        && evidence(entry) instanceof Map<?, ?> lock
                        && lock.get("tables") instanceof List<?> tables
                        && tables.contains(table));
    }

    /** An entry whose time is unreadable is shown: somebody changed it. */
    private static boolean before(JournalEntry entry, Instant from) {
        try {
            return Instant.parse(entry.at()).isBefore(from);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static void print(PrintWriter out, List<JournalEntry> entries) {
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>();
        for (String column : List.of("seq", "at", "kind", "table", "attempt", "step", "state", "what", "writer")) {
            head.add(Messages.system().of("audit.column." + column));
        }
        lines.add(head);
        for (JournalEntry entry : entries) {
            lines.add(List.of(
                    Long.toString(entry.seq()),
                    Printable.line(entry.at()),
                    Printable.line(entry.kind().toLowerCase(Locale.ROOT)) + (entry.imported() ? "*" : ""),
                    Printable.line(entry.table()),
                    Printable.line(shortened(entry)),
                    Printable.line(entry.step()),
                    Printable.line(entry.state()),
                    Printable.line(what(entry)),
                    Printable.line(entry.writer())));
        }
        TextTable.printTexts(out, lines);
        if (entries.stream().anyMatch(JournalEntry::imported)) {
            out.println(Messages.system().of("audit.imported"));
        }
    }

    private static String shortened(JournalEntry entry) {
        return entry.attempt().length() <= SHOWN_ID
                ? entry.attempt()
                : entry.attempt().substring(0, SHOWN_ID);
    }

    /** The failure's words; of what is no step, what it is about. A step's evidence is for {@code --output json}. */
    private static String what(JournalEntry entry) {
        if (entry.kind().equals(EntryKind.STEP.name())) {
            return entry.message().isEmpty() ? "" : entry.code() + " " + entry.message();
        }
        Object evidence = evidence(entry);
        if (evidence instanceof Map<?, ?> map) {
            return String.join(
                    " ",
                    map.entrySet().stream()
                            .filter(one -> !one.getKey().equals("holder"))
                            .map(one -> one.getKey() + "=" + one.getValue())
                            .toList());
        }
        return entry.evidence();
    }

    private static @Nullable Object evidence(JournalEntry entry) {
        try {
            return Json.parse(entry.evidence());
        } catch (IllegalArgumentException changed) {
            return entry.evidence();
        }
    }

    private static Map<String, @Nullable Object> json(JournalEntry entry) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("seq", entry.seq());
        json.put("at", entry.at());
        json.put("origin", entry.origin());
        json.put("writer", entry.writer());
        json.put("kind", entry.kind());
        json.put("table", entry.table());
        json.put("attempt", entry.attempt());
        json.put("step", entry.step());
        json.put("state", entry.state());
        json.put("code", entry.code());
        json.put("message", entry.message());
        json.put("evidence", evidence(entry));
        json.put("previousHash", entry.previousHash());
        json.put("hash", entry.hash());
        return json;
    }
}
