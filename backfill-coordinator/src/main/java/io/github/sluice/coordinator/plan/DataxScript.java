package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Datax;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The shell script that runs a table's DataX job by hand, from any folder and without Sluice. It ends as DataX ends. The
 * MySQL password is read from its reference when the script runs and is in no argument; a copy of the job with it is in a
 * file of its owner's for as long as DataX runs.
 */
final class DataxScript {
    private static final String TEMPLATE = "datax/run-job.sh";

    private DataxScript() {}

    /**
     * The script, for a POSIX shell.
     *
     * @param job name of the job's file, in the same folder
     */
    static String of(String job, SluiceSettings settings, Source source) {
        Datax datax = settings.dataxOrRefuse();
        List<String> command = new ArrayList<>(datax.command());
        if (datax.jvm() != null) {
            command.add("--jvm=" + datax.jvm());
        }
        String reference = source.credentials().passwordReference();
        return TextTemplate.read(TEMPLATE)
                .replace("@JOB@", quote(job))
                .replace("@COMMAND@", command.stream().map(DataxScript::quote).collect(Collectors.joining(" ")))
                .replace("@REFERENCE@", quote(reference == null ? "" : reference))
                .replace("@SECRET@", reader(reference));
    }

    /** A script that runs others of its folder one after the other, and ends where one fails. */
    static String ofAll(List<String> scripts) {
        StringBuilder script = new StringBuilder("""
                #!/bin/sh
                # Runs the planned DataX jobs of one table, one MySQL after the other, and ends with the first exit code that
                # is not 0. Where a MySQL is reached from another machine, run its script there instead.
                # Each job writes a manifest of its own beside its file; SLUICE_MANIFEST is not for this script.
                set -eu
                unset SLUICE_MANIFEST
                folder=$(cd "$(dirname "$0")" && pwd)
                """);
        scripts.forEach(one -> script.append("\"$folder\"/").append(quote(one)).append('\n'));
        return script.toString();
    }

    /** The command that prints the password. */
    private static String reader(@Nullable String reference) {
        if (reference == null) {
            return ":";
        }
        return reference.startsWith("env:")
                ? "printenv " + quote(reference.substring("env:".length()))
                : "cat " + quote(reference.substring("file:".length()));
    }

    /** One word for a POSIX shell, whatever it holds. */
    static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
