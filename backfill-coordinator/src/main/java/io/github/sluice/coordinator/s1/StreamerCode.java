package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.SourceText.Language;
import io.github.sluice.coordinator.s1.Spot.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A streamer in Python on python-mysql-replication (inventory #70, #127, #128, #192 to #200, #209). */
final class StreamerCode implements Detector {
    private static final Pattern STREAMER = Pattern.compile("\\bBinLogStreamReader\\b");
    private static final Pattern POSITION = Pattern.compile("\\b(?:log_file|log_pos|auto_position)\\s*=");
    private static final Pattern V1 = Pattern.compile("\\b(?:WRITE|UPDATE|DELETE)_ROWS_EVENT_V1\\b");
    private static final Pattern V2_TOO =
            Pattern.compile("\\b(?:WRITE|UPDATE|DELETE)_ROWS_EVENT_V2\\b|\\b(?:Write|Update|Delete)RowsEvent\\b");
    private static final Pattern AFTER = Pattern.compile("[\"']after_values[\"']");
    private static final Pattern BEFORE = Pattern.compile("[\"']before_values[\"']");
    private static final Pattern KEY = Pattern.compile("\\bkey\\s*=");
    private static final Pattern FUNCTION = Pattern.compile("\\bdef\\s+\\w+\\s*\\(");
    private static final Pattern CLOSES = Pattern.compile("\\bproducer\\s*\\.\\s*close\\s*\\(");
    private static final Pattern FLUSHES = Pattern.compile("\\bproducer\\s*\\.\\s*flush\\s*\\(");
    private static final Pattern DDL = Pattern.compile("\\bQueryEvent\\b|\\bQUERY_EVENT\\b");
    private static final Pattern DECIMAL_TO_FLOAT =
            Pattern.compile("isinstance\\s*\\([^)]*\\bDecimal\\b[^)]*\\)\\s*:\\s*return\\s+float\\s*\\(");
    private static final Pattern BYTES_AS_TEXT = Pattern.compile(
            "isinstance\\s*\\([^)]*\\bbytes\\b[^)]*\\)\\s*:\\s*return\\s+\\w+\\s*\\.\\s*decode" + "\\s*\\([^),]*\\)");
    private static final Pattern PREFIX = Pattern.compile("\\bre\\s*\\.\\s*match\\s*\\(");
    private static final Pattern TRUNCATES = Pattern.compile("\\bfilemode\\s*=\\s*[\"']w[\"']");
    private static final Pattern DATE_WITH_TIME =
            Pattern.compile("isinstance\\s*\\([^()]*\\([^)]*\\bdate\\b[^)]*\\)\\s*\\)\\s*:\\s*return\\s+\\w+"
                    + "\\s*\\.\\s*strftime\\s*\\([^)]*%H");
    private static final Pattern WEAK_ACKS = Pattern.compile("\\backs\\s*=\\s*[\"']?[01]\\b");
    private static final Pattern EVENT_NUMBERS =
            Pattern.compile("\\bonly_events\\s*=\\s*[\\[(][^\\])]*\\b(?:BINLOG\\s*\\.|[A-Z_]+_EVENT)", Pattern.DOTALL);
    private static final Pattern COLLECTS = Pattern.compile("\\bgc\\s*\\.\\s*collect\\s*\\(");
    private static final Pattern SERVER_ID = Pattern.compile("\\b(?:server_id|service_id)\\s*=\\s*(\\d+)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern HOST = Pattern.compile("\\bhost[\"']?\\s*[:=]\\s*[\"']([^\"'\\n]+)[\"']");

    @Override
    public void look(S1Folder folder, Report report) {
        Map<String, Spot> serverIds = new LinkedHashMap<>();
        for (SourceText python : folder.texts(Language.PYTHON)) {
            Spot all = python.whole();
            if (all.has(STREAMER)) {
                reading(all, report);
                sending(all, report);
                values(all, report);
                habits(all, report);
                serverId(all, serverIds, report);
            }
        }
    }

    private static void reading(Spot all, Report report) {
        for (Call call : all.calls("BinLogStreamReader")) {
            if (!call.inside().has(POSITION)) {
                report.add(KnownFault.NO_CHECKPOINT, call.head(), "BinLogStreamReader(...), no log_file, log_pos");
            }
            if (!all.has(DDL)) {
                report.add(KnownFault.DDL_UNSEEN, call.head(), "no QueryEvent");
            }
        }
        if (!all.has(V2_TOO)) {
            all.first(V1).ifPresent(spot -> report.add(KnownFault.ONLY_V1_EVENTS, spot, spot.code()));
        }
        if (!all.has(BEFORE)) {
            all.first(AFTER)
                    .ifPresent(spot ->
                            report.add(KnownFault.KEY_CHANGE_KEEPS_OLD_ROW, spot, "after_values, no before_values"));
        }
        all.first(EVENT_NUMBERS)
                .ifPresent(
                        spot -> report.add(KnownFault.ONLY_EVENTS_TAKES_CLASSES, spot, "only_events=[..._EVENT...]"));
    }

    private static void sending(Spot all, Report report) {
        for (Call call : all.calls("send")) {
            if (!call.inside().has(KEY)) {
                report.add(KnownFault.NO_MESSAGE_KEY, call.head(), "send(...), no key=");
            }
            if (call.resultUnused()) {
                report.add(KnownFault.CLOSED_BEFORE_FLUSHED, call.head(), "send(...), no .get(), no add_errback");
            }
        }
        for (Spot body : all.blocks(FUNCTION)) {
            List<Spot> closes = body.all(CLOSES);
            List<Spot> flushes = body.all(FLUSHES);
            if (!closes.isEmpty()
                    && !flushes.isEmpty()
                    && closes.get(0).start() < flushes.get(0).start()) {
                report.add(KnownFault.CLOSED_BEFORE_FLUSHED, closes.get(0), "producer.close(), producer.flush()");
            }
        }
        for (Call call : all.calls("KafkaProducer")) {
            call.inside().first(WEAK_ACKS).ifPresent(spot -> report.add(KnownFault.DATE_WITH_TIME, spot, spot.code()));
        }
    }

    private static void values(Spot all, Report report) {
        all.first(DECIMAL_TO_FLOAT)
                .ifPresent(spot -> report.add(KnownFault.VALUES_MANGLED, spot, "Decimal: float(...)"));
        all.first(BYTES_AS_TEXT).ifPresent(spot -> report.add(KnownFault.VALUES_MANGLED, spot, "bytes: decode(...)"));
        all.first(DATE_WITH_TIME)
                .ifPresent(spot -> report.add(KnownFault.DATE_WITH_TIME, spot, "date: strftime(... %H ...)"));
    }

    private static void habits(Spot all, Report report) {
        all.all(PREFIX).forEach(spot -> report.add(KnownFault.PREFIX_MATCH, spot, "re.match(...)"));
        all.first(TRUNCATES).ifPresent(spot -> report.add(KnownFault.LOG_TRUNCATED, spot, spot.code()));
        all.first(COLLECTS).ifPresent(spot -> report.add(KnownFault.MEMORY_BY_HAND, spot, "gc.collect()"));
    }

    /**
     * The scripts give the server id by name, or as the fifth argument of their own settings' class. Two MySQLs may well
     * know the same id, so it counts only with the host.
     */
    private static void serverId(Spot all, Map<String, Spot> known, Report report) {
        Optional<String> host = all.text(HOST, 1);
        if (host.isPresent()) {
            for (Spot spot : all.all(SERVER_ID)) {
                note(host.get(), spot.text(SERVER_ID, 1).orElse(""), spot, known, report);
            }
        }
        for (Call call : all.calls("My[sS][qQ][lL]Config")) {
            List<String> arguments = call.arguments();
            if (arguments.size() == 5 && NUMBER.matcher(arguments.get(4)).matches()) {
                note(arguments.get(0).replaceAll("[\"']", ""), arguments.get(4), call.head(), known, report);
            }
        }
    }

    private static void note(String host, String id, Spot at, Map<String, Spot> known, Report report) {
        Spot other = known.putIfAbsent(id + "@" + host, at);
        if (other != null && !other.in().file().equals(at.in().file())) {
            report.add(
                    KnownFault.SERVER_ID_TWICE,
                    at,
                    "server_id " + id + ", " + other.in().file() + ":" + other.line());
        }
    }
}
