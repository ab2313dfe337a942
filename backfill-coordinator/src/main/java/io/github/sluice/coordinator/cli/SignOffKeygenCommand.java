package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.signoff.Ed25519;
import io.github.sluice.coordinator.signoff.StateFile;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice signoff keygen}: an approver's pair of keys. The private one is never printed. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        description =
                "Makes an approver's Ed25519 key in a new file that only its owner may read, and FILE.pub beside it;"
                        + " prints the public line for policy.signoff.keys. Never overwrites.")
public final class SignOffKeygenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The file to make.")
    private Path file = Path.of("");

    @Mixin
    private ResultOptions result = new ResultOptions();

    @Option(names = "--dry-run", description = "Look whether the files can be made, and make none.")
    private boolean dryRun;

    @Option(names = "--lang", paramLabel = "en|zh", description = "Language of messages (default: by LANG).")
    private @Nullable String language;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        BaseOptions.choose(language);
        Path pub = file.resolveSibling(file.getFileName() + ".pub");
        for (Path one : new Path[] {file, pub}) {
            if (Files.exists(one, LinkOption.NOFOLLOW_LINKS)) {
                throw new Failure(ExitCode.REFUSED, one + " exists and is not overwritten; choose another name");
            }
        }
        PrintWriter err = spec.commandLine().getErr();
        if (dryRun) {
            print(pub, null);
            err.println(Messages.system().of("signoff.wouldKeygen", file, pub));
            err.flush();
            return ExitCode.DONE.number();
        }
        KeyPair pair = Ed25519.generate();
        StateFile.write(file, Ed25519.pem(pair.getPrivate()));
        StateFile.write(pub, Ed25519.pem(pair.getPublic()));
        print(pub, Ed25519.line(pair.getPublic()));
        err.println(Messages.system().of("signoff.keygen", file, pub));
        err.flush();
        return ExitCode.DONE.number();
    }

    /** @param line the public key for the settings; null while none is made */
    private void print(Path pub, @Nullable String line) {
        PrintWriter out = spec.commandLine().getOut();
        if (result.json()) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("file", file.toString());
            json.put("dryRun", dryRun);
            json.put("publicFile", pub.toString());
            json.put("publicKey", line);
            out.println(Json.write(json));
        } else if (line != null) {
            out.println(line);
        }
        out.flush();
    }
}
