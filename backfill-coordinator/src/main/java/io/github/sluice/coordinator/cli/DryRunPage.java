package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.run.DryRun;
import io.github.sluice.wire.json.Json;
import java.io.PrintWriter;

/** What a dry run has found, on standard output. */
record DryRunPage(DryRun dry) {
    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(Json.write(dry.json()));
        } else {
            dry.describe().forEach(out::println);
        }
        out.flush();
    }
}
