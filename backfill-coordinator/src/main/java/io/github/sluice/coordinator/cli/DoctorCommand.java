package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.doctor.Doctor;
import io.github.sluice.coordinator.doctor.DoctorWords;
import io.github.sluice.coordinator.doctor.Finding;
import io.github.sluice.coordinator.doctor.Finding.Verdict;
import io.github.sluice.coordinator.doctor.Subject;
import io.github.sluice.coordinator.plan.PlanFolder;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice doctor}: whether everything is as a run needs it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at MySQL, Kafka, Kafka Connect, StarRocks and this machine before anything moves. Changes nothing.",
            "Ends with 34 if a check FAILs; warnings end with 0. See docs/doctor.md."
        })
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private SideOption side = new SideOption();

    @Option(names = "--only", split = ",", paramLabel = "ID", description = "Only these checks (default: all).")
    private List<String> only = new ArrayList<>();

    @Option(names = "--list", description = "List every check with what it expects, and look at nothing.")
    private boolean list;

    @Option(
            names = "--other-check",
            paramLabel = "VALUE",
            description = "The key check value that the other half's doctor has shown, to be compared with this one's.")
    private @Nullable String otherCheck;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        Set<String> wanted = wanted();
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            common.file(); // for the language
            list(out, wanted);
            out.flush();
            return ExitCode.DONE.number();
        }
        SluiceSettings settings = common.open();
        Planner planner = new Planner(settings, new PlanFolder(common.planFolder(settings)));
        List<Finding> findings = new Doctor(
                        settings,
                        side.of(settings),
                        common.tables(settings),
                        planner,
                        common.journal(settings),
                        otherCheck)
                .examine(wanted);
        ExitCode code = code(findings);
        DoctorWords words = new DoctorWords(Messages.system().locale());
        if (common.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("exitCode", code.number());
            json.put(
                    "checks", findings.stream().map(found -> json(found, words)).toList());
            out.println(Json.write(json));
        } else {
            print(out, findings, words);
        }
        out.flush();
        return code.number();
    }

    static ExitCode code(List<Finding> findings) {
        return findings.stream().anyMatch(found -> found.verdict() == Verdict.FAIL) ? ExitCode.UNFIT : ExitCode.DONE;
    }

    private Set<String> wanted() {
        Set<String> known = Doctor.ids().keySet();
        Set<String> unknown = new TreeSet<>(only);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE, "--only names " + unknown + ", which are no checks; sluice doctor --list has them");
        }
        return only.isEmpty() ? known : Set.copyOf(only);
    }

    private void list(PrintWriter out, Set<String> wanted) {
        DoctorWords words = new DoctorWords(Messages.system().locale());
        List<Map<String, Object>> json = new ArrayList<>();
        List<List<String>> lines = new ArrayList<>();
        Doctor.ids().forEach((id, severity) -> {
            if (wanted.contains(id)) {
                lines.add(List.of(id, severity, words.expected(id)));
                json.add(Map.of("id", id, "severity", severity, "expected", words.expected(id), "fix", words.fix(id)));
            }
        });
        if (common.json()) {
            out.println(Json.write(Map.of("checks", json)));
        } else {
            TextTable.printTexts(out, lines);
        }
    }

    private static Map<String, Object> json(Finding found, DoctorWords words) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", found.id());
        json.put("subject", found.subject().name());
        json.put("severity", found.severity());
        json.put("verdict", found.verdict().name());
        json.put("evidence", found.evidence());
        json.put("expected", words.expected(found.id()));
        json.put("fix", words.fix(found.id()));
        json.put("sources", found.sources());
        json.put("reason", found.reason().isEmpty() ? "" : words.skipped(found.reason()));
        return json;
    }

    static void print(PrintWriter out, List<Finding> findings, DoctorWords words) {
        for (Subject subject : Subject.values()) {
            List<List<String>> lines = new ArrayList<>();
            for (Finding found : findings) {
                if (found.subject() == subject) {
                    lines.add(List.of(shown(found.verdict()), found.id(), seen(found, words)));
                }
            }
            if (!lines.isEmpty()) {
                out.println(words.of("subject." + subject.name()));
                TextTable.printTexts(out, lines);
                out.println();
            }
        }
        for (Verdict bad : List.of(Verdict.FAIL, Verdict.WARN)) {
            for (Finding found : findings) {
                if (found.verdict() == bad) {
                    out.println(bad + " " + found.id() + of(found) + ": "
                            + words.of("expected", words.expected(found.id())));
                    out.println("  " + words.fix(found.id()));
                }
            }
        }
        out.println(words.of(
                "sum",
                count(findings, Verdict.OK),
                count(findings, Verdict.WARN),
                count(findings, Verdict.FAIL),
                count(findings, Verdict.SKIPPED)));
    }

    /** The evidence says it too, and stands further up. */
    private static String of(Finding found) {
        return found.sources().isEmpty() ? "" : " (" + String.join(", ", found.sources()) + ")";
    }

    private static String shown(Verdict verdict) {
        return verdict == Verdict.SKIPPED ? "SKIP" : verdict.name();
    }

    private static String seen(Finding found, DoctorWords words) {
        String evidence = Printable.line(found.evidence());
        if (found.reason().isEmpty()) {
            return evidence;
        }
        return words.skipped(found.reason()) + (evidence.isEmpty() ? "" : " (" + evidence + ")");
    }

    private static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(found -> found.verdict() == verdict).count();
    }
}
