package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.SourceText.Language;
import io.github.sluice.coordinator.s1.Spot.Call;
import java.util.List;
import java.util.regex.Pattern;

/** The scripts around: Connect, freshness, watchdog, DataX's start (inventory #76, #201 to #203, #205, #208). */
final class ScriptCode implements Detector {
    private static final Pattern CONNECT = Pattern.compile("/connectors\\b");
    private static final Pattern FUNCTION = Pattern.compile("\\bdef\\s+\\w+\\s*\\(");
    private static final Pattern CREATED = Pattern.compile("\\bstatus_code\\s*==\\s*201\\b");
    private static final Pattern OK = Pattern.compile("\\b200\\b|\\.\\s*ok\\b|\\braise_for_status\\b");
    private static final Pattern BODY_AT_ONCE = Pattern.compile("^\\.\\s*json\\s*\\(");
    private static final Pattern COUNTED_COLUMN = Pattern.compile("\\w+\\s*\\[\\s*1\\s*\\]");
    private static final Pattern MAX =
            Pattern.compile("(?i)select\\s+max\\s*\\([^)]*\\)\\s+(?:as\\s+\\w+\\s+)?from\\s");
    private static final Pattern IDENTIFIER_PUT_IN =
            Pattern.compile("(?i)select\\s+max\\s*\\(\\s*(?:\\{[^`]*?\\}|%s|['\"]\\s*\\+)");
    private static final Pattern BY_NAME =
            Pattern.compile("\\bpgrep\\s+(?:-\\w+\\s+)*-\\w*f|\\bps\\s+-?\\w+[^\\n|]*\\|\\s*grep\\b");
    private static final Pattern LOG_WORDS = Pattern.compile("读出记录总数|读写失败总数");
    private static final Pattern DATAX = Pattern.compile("^[^\\n]*\\bdatax\\.py\\b[^\\n]*$", Pattern.MULTILINE);
    private static final Pattern JOB = Pattern.compile("\\bdatax\\.py(?=\\s)[^\\n]*?[\\s\"']([^\\s\"'=]+\\.json)\\b");
    private static final Pattern WAITS = Pattern.compile("\\bwait\\b");
    private static final Pattern FAILURE_LOST =
            Pattern.compile("\\|\\|\\s*(?:true|:)\\s*$|;\\s*(?:true|exit\\s+0)\\s*$|(?<!&)&\\s*$");
    private static final Pattern KEEPS_FAILURE =
            Pattern.compile("\\bset\\s+-\\w*e|\\bset\\s+-o\\s+errexit|\\$\\?|\\bexec\\b");
    private static final Pattern OWN_FOLDER = Pattern.compile("\\bcd\\s+[\"'$/]");

    @Override
    public void look(S1Folder folder, Report report) {
        for (SourceText python : folder.texts(Language.PYTHON)) {
            Spot all = python.whole();
            if (all.has(CONNECT)) {
                connect(all, report);
            }
            if (all.has(MAX)) {
                freshness(all, report);
            }
            counts(all, report);
        }
        for (SourceText shell : folder.texts(Language.SHELL)) {
            Spot all = shell.whole();
            all.all(BY_NAME).forEach(spot -> report.add(KnownFault.PROCESS_BY_NAME, spot, spot.code()));
            counts(all, report);
            datax(all, report);
        }
    }

    private static void connect(Spot all, Report report) {
        for (Spot body : all.blocks(FUNCTION)) {
            if (!body.calls("requests\\s*\\.\\s*put").isEmpty() && body.has(CREATED) && !body.has(OK)) {
                body.first(CREATED)
                        .ifPresent(spot -> report.add(KnownFault.CONNECT_ANSWERS_MISREAD, spot, "PUT: " + spot.code()));
            }
            for (Call call : body.calls("requests\\s*\\.\\s*(?:put|post|delete)")) {
                if (BODY_AT_ONCE.matcher(call.rest()).find()) {
                    report.add(
                            KnownFault.CONNECT_ANSWERS_MISREAD,
                            call.head(),
                            call.head().code() + "...).json()");
                } else if (call.resultUnused()) {
                    report.add(
                            KnownFault.CONNECT_ANSWERS_MISREAD,
                            call.head(),
                            call.head().code() + "...)");
                }
            }
        }
    }

    private static void freshness(Spot all, Report report) {
        for (Spot body : all.blocks(FUNCTION)) {
            if (body.has(MAX)) {
                body.first(COUNTED_COLUMN)
                        .ifPresent(spot -> report.add(KnownFault.FRESHNESS_BREAKS, spot, spot.code()));
                body.first(IDENTIFIER_PUT_IN)
                        .ifPresent(spot -> report.add(KnownFault.FRESHNESS_BREAKS, spot, spot.code()));
            }
        }
    }

    private static void counts(Spot all, Report report) {
        all.first(LOG_WORDS).ifPresent(spot -> report.add(KnownFault.COUNTS_FROM_LOG, spot, spot.code()));
    }

    private static void datax(Spot all, Report report) {
        for (Spot line : all.all(DATAX)) {
            // options may hold passwords, so only the job's name is taken
            String job = line.text(JOB, 1).orElse("");
            if (job.matches("[^/$~].*") && !all.has(OWN_FOLDER)) {
                report.add(KnownFault.PATH_WITHOUT_FOLDER, line, "datax.py " + job);
            }
            if (!all.in().raw().startsWith("#!")) {
                report.add(KnownFault.SHELL_HIDES_FAILURE, line, "no #!");
            } else if (FAILURE_LOST.matcher(line.code()).find() && !all.has(WAITS)
                    || !isLast(line) && !all.has(KEEPS_FAILURE)) {
                report.add(KnownFault.SHELL_HIDES_FAILURE, line, "datax.py, exit code lost");
            }
        }
    }

    private static boolean isLast(Spot line) {
        return line.in().code().substring(line.end()).isBlank();
    }

    /** How the script starts DataX: interpreter and program; empty where it does not. */
    static List<String> dataxCommand(S1Folder folder) {
        Pattern command = Pattern.compile("(?:^|\\s)(\\S*python\\S*)\\s+(\\S*datax\\.py)\\b");
        for (SourceText shell : folder.texts(Language.SHELL)) {
            Spot all = shell.whole();
            String program = all.text(command, 2).orElse("");
            if (program.startsWith("/")) {
                return List.of(all.text(command, 1).orElse("python3"), program);
            }
        }
        return List.of();
    }
}
