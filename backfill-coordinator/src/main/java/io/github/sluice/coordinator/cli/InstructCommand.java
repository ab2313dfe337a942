package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.LocalUser;
import io.github.sluice.coordinator.control.ControlTopic;
import io.github.sluice.coordinator.control.Instruction;
import io.github.sluice.coordinator.control.Instruction.Verb;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.kafka.KafkaClients;
import io.github.sluice.coordinator.run.Instructing;
import io.github.sluice.coordinator.run.Instructing.Answer;
import io.github.sluice.coordinator.run.Instructing.Judged;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Says to both halves, running now or later, what an operator wants of single tables. All tables are judged before
 * anything is said; if one is refused, nothing is.
 */
abstract class InstructCommand implements Callable<Integer> {
    private final Verb verb;

    @Mixin
    private BaseOptions common = new BaseOptions();

    @Parameters(paramLabel = "TABLE", arity = "1..*", description = "Logical tables, by their names in StarRocks.")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--dry-run", description = "Say what would be done, and change nothing.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    InstructCommand(Verb verb) {
        this.verb = verb;
    }

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        Set<String> wanted = new LinkedHashSet<>(tables);
        refuseUnknown(settings, wanted);
        Map<String, Answer> answers = new LinkedHashMap<>();
        try (ControlTopic control = ControlTopic.open(
                new KafkaClients(settings.kafka()),
                settings.control().topic(),
                settings.name(),
                References.keyRing(settings).root())) {
            answers.putAll(judged(new Instructing(control, settings.streamer() != null), wanted));
            if (!dryRun) {
                Journal journal = Journal.open(common.journal(settings), settings.name());
                control.noting(journal::written);
                answers.forEach((table, answer) -> {
                    if (answer == Answer.SAY) {
                        say(control, journal, table);
                    }
                });
            }
        }
        print(answers);
        common.values().tables(wanted.size(), List.of());
        return ExitCode.DONE.number();
    }

    private static void refuseUnknown(SluiceSettings settings, Set<String> wanted) {
        List<String> known = settings.tables().stream().map(Table::target).toList();
        List<String> unknown =
                wanted.stream().filter(table -> !known.contains(table)).toList();
        if (!unknown.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    String.join(", ", unknown) + ": no target of " + settings.file() + "; known: " + known);
        }
    }

    private Map<String, Answer> judged(Instructing judge, Set<String> wanted) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        List<String> refused = new ArrayList<>();
        for (String table : wanted) {
            Judged judged = judge.judge(table, verb);
            answers.put(table, judged.answer());
            if (judged.answer() == Answer.REFUSED) {
                refused.add(judged.reason());
            }
        }
        if (!refused.isEmpty()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "sluice " + verb.word() + " is refused, and nothing was said: " + String.join("; ", refused));
        }
        return answers;
    }

    private void say(ControlTopic control, Journal journal, String table) {
        Instruction instruction = new Instruction(
                verb,
                UUID.randomUUID().toString(),
                LocalUser.name(),
                Instant.now().toString());
        journal.instructed(table, verb.name(), instruction.id(), instruction.by());
        instruction.publish(control, table);
    }

    private void print(Map<String, Answer> answers) {
        PrintWriter out = spec.commandLine().getOut();
        List<Object> json = new ArrayList<>();
        answers.forEach((table, answer) -> {
            boolean already = answer == Answer.ALREADY;
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("table", table);
            one.put("instruction", verb.word());
            one.put("said", !already && !dryRun);
            one.put("already", already);
            json.add(one);
            if (!common.json()) {
                String how = already ? "already" : dryRun ? "would" : "said";
                out.println(table + ": "
                        + Messages.system()
                                .of("instruct." + how, Messages.system().of("instruct." + verb.word())));
            }
        });
        if (common.json()) {
            out.println(Json.write(json));
        }
        out.flush();
    }
}
