package io.github.sluice.coordinator.cli;

import picocli.CommandLine.Option;

/** Options that every command has: in which form it says what came of it, to people and to schedulers. One thread. */
class ResultOptions {
    static final String DS = "--ds";

    /** How results are printed on standard output. */
    enum Output {
        TEXT,
        JSON
    }

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Form of the result on standard output (default: ${DEFAULT-VALUE}).")
    private Output output = Output.TEXT;

    @Option(
            names = DS,
            description = "Print what DolphinScheduler's later tasks can use as lines that it reads (setValue), last on"
                    + " standard output, whatever happens. See docs/dolphinscheduler.md.")
    private boolean ds;

    private final DsValues values = new DsValues();

    final boolean ds() {
        return ds;
    }

    /** What the command tells a scheduler; printed only with {@code --ds}. */
    final DsValues values() {
        return values;
    }

    final boolean json() {
        return output == Output.JSON;
    }
}
