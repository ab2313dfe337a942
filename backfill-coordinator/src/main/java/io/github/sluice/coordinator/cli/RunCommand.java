package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.run.Backfill;
import io.github.sluice.coordinator.run.DryRun;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.run.TableOutcome;
import io.github.sluice.coordinator.sample.SampleFolder;
import io.github.sluice.coordinator.sample.SampledBoard;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice run}: the steps in order, resumable. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Moves the tables: table, topics, snapshot, load, verify, drop; with a streamer also capture, stream, cutover."
                    + " Run it again to go on where it was.",
            "The exit code is that of the first failing table in the order of the settings file."
        })
public final class RunCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--side",
            paramLabel = "source|target|both",
            defaultValue = "both",
            description = "Which half runs here (default: ${DEFAULT-VALUE}).")
    private Side side = Side.BOTH;

    @Option(names = "--pause-before", paramLabel = "STEP", description = "Wait for Enter before this step.")
    private @Nullable Step pauseBefore;

    @Option(names = "--until", paramLabel = "STEP", description = "Stop after this step; a later run goes on.")
    private @Nullable Step until;

    @Option(
            names = "--restart",
            description =
                    "Move finished tables again, from an empty topic and an empty target; refused (40) while a batch"
                            + " topic stands that is proven and not let go of (sluice drop-batch).")
    private boolean restart;

    @Option(
            names = "--yes",
            description =
                    "Sign off every batch that is verified: it is let go of, and the stream takes over. It is recorded."
                            + " Counts for nothing where policy.signoff.keys names approvers.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Look at everything, say what would be done, and change nothing.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        boolean streaming = settings.streamer() != null;
        refuseLiveSteps(streaming);
        refusePauseThatNeverComes(streaming);
        Backfill.Options options = new Backfill.Options(
                side,
                common.tables(settings),
                pauseBefore,
                until == null ? Step.last(streaming) : until,
                restart,
                common.planFolder(settings),
                common.journal(settings));
        PrintWriter out = spec.commandLine().getOut();
        if (dryRun) {
            try (DryRun dry = DryRun.open(settings, options)) {
                new DryRunPage(dry).print(out, common.json());
                return dry.code().number();
            }
        }
        List<TableOutcome> outcomes;
        try (Screen screen = Screen.open(spec.commandLine().getErr());
                SampledBoard board = new SampledBoard(screen, SampleFolder.of(settings), Clock.systemUTC())) {
            outcomes = new Backfill(settings, options, board, gate(screen)).run();
        }
        new FinalTable(outcomes).print(out, common.json());
        common.values().outcomes(outcomes);
        return Backfill.code(outcomes).number();
    }

    private void refuseLiveSteps(boolean streaming) {
        for (Step step : new Step[] {pauseBefore, until}) {
            if (step != null && step.live() && !streaming) {
                throw new Failure(
                        ExitCode.USAGE,
                        "step " + step.word() + " needs a streamer section in the settings; known without one: "
                                + Step.ofRun(false).stream().map(Step::word).toList());
            }
        }
    }

    private void refusePauseThatNeverComes(boolean streaming) {
        Step last = until;
        if (pauseBefore != null && last != null && pauseBefore.compareTo(last) > 0) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--pause-before " + pauseBefore.word() + " never comes: the run ends after " + last.word()
                            + " (--until); possible: "
                            + Step.ofRun(streaming).stream()
                                    .filter(step -> step.compareTo(last) <= 0)
                                    .map(Step::word)
                                    .toList());
        }
    }

    /** The operator at this command line. */
    private Backfill.Gate gate(Screen screen) {
        return new Backfill.Gate() {
            @Override
            public void await(Step before) {
                pause(screen, before);
            }

            @Override
            public Optional<String> approval(String table) {
                if (yes) {
                    return Optional.of("--yes");
                }
                if (System.console() == null) {
                    return Optional.empty();
                }
                screen.say(Messages.system().of("signoff", table));
                String answer = System.console().readLine();
                return answer != null
                                && answer.strip()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .matches("y|yes|是")
                        ? Optional.of("at the terminal")
                        : Optional.empty();
            }
        };
    }

    private static void pause(Screen screen, Step before) {
        screen.say(Messages.system().of("pause", before.word()));
        try {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            if (in.readLine() == null) {
                throw new Failure(
                        ExitCode.REFUSED,
                        "--pause-before " + before.word() + ": standard input has ended, so nobody can press Enter;"
                                + " run again to go on");
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.UNKNOWN, "standard input cannot be read: " + e.getMessage(), e);
        }
    }
}
