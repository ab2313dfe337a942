package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.keys.KeyFile;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.key.RingKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice keys rotate}: a new active key in front, the old one for opening only. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Puts a new active key in front of the ring and retires the one that was active; replaces the file in one step.",
            "A file with a single hexadecimal key becomes a ring whose root and retired key are that key."
        })
public final class KeysRotateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The file that holds the ring, or a single key.")
    private Path file = Path.of("");

    @Mixin
    private FreshKey fresh = new FreshKey();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        fresh.begin();
        PrintWriter err = spec.commandLine().getErr();
        KeyFile target = new KeyFile(file, err::println);
        PrintWriter out = spec.commandLine().getOut();
        if (fresh.dryRun()) {
            RingKey active = target.read().active();
            fresh.algorithm(active);
            fresh.limits(active);
            fresh.print(out, file, active.id(), null, Messages.system().of("keys.wouldRotate", file, active.id()));
            return ExitCode.DONE.number();
        }
        RingKey[] old = new RingKey[1];
        KeySet keys = target.replace(now -> {
            old[0] = now.active();
            return now.rotated(fresh.algorithm(old[0]), fresh.limits(old[0]), Instant.now(), new SecureRandom());
        });
        fresh.print(
                out,
                file,
                old[0].id(),
                keys.active().id(),
                Messages.system()
                        .of("keys.rotated", file, old[0].id(), keys.active().id()),
                Messages.system().of("keys.rotated.next"));
        return ExitCode.DONE.number();
    }
}
