package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.keys.KeyFile;
import io.github.sluice.wire.key.KeySet;
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

/** {@code sluice keys generate}: a new ring in a new file. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Makes a key ring in a new file that only its owner may read. Never overwrites.")
public final class KeysGenerateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The file to make.")
    private Path file = Path.of("");

    @Mixin
    private FreshKey fresh = new FreshKey();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        fresh.begin();
        KeySet keys = KeySet.generate(fresh.algorithm(null), fresh.limits(null), Instant.now(), new SecureRandom());
        PrintWriter err = spec.commandLine().getErr();
        KeyFile target = new KeyFile(file, err::println);
        PrintWriter out = spec.commandLine().getOut();
        if (fresh.dryRun()) {
            target.refuseUnlessNew();
            fresh.print(out, file, null, null, Messages.system().of("keys.wouldGenerate", file));
            return ExitCode.DONE.number();
        }
        target.create(keys);
        fresh.print(
                out,
                file,
                null,
                keys.active().id(),
                Messages.system().of("keys.generated", file, keys.active()),
                Messages.system().of("keys.generated.next", "file:" + file.toAbsolutePath()));
        return ExitCode.DONE.number();
    }
}
