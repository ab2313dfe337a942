package io.github.sluice.benchmarks;

import io.github.sluice.wire.json.Json;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
    /** How a result is printed. */
    enum Output {
        text,
        json
    }

    @Option(names = "--output", paramLabel = "text|json", description = "how the result is printed")
    private Output output = Output.text;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "folder of servers and logs (default: ${DEFAULT-VALUE})")
    private Path work = Path.of("benchmarks", "target", "work");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this help")
    private boolean help;

    /** The folder of one command's run; it may be there already. */
    Path folder(String command) {
        return work.toAbsolutePath()
                .normalize()
                .resolve(command + "-" + ProcessHandle.current().pid());
    }

    /** The checkout, in which {@code benchmarks/run} starts everything. */
    Path project() {
        return Path.of("").toAbsolutePath();
    }

    /** What is going on, for people; never part of the result. */
    void say(String format, Object... values) {
        System.err.printf(java.util.Locale.ROOT, format + "%n", values);
    }

    /** The result, as asked for. */
    void print(String text, Map<String, Object> json) {
        System.out.println(output == Output.json ? Json.write(json) : text);
    }
}
