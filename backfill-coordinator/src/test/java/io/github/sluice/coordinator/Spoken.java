package io.github.sluice.coordinator;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** What a command of this process said, and how it ended. */
public record Spoken(int code, String out, String err) {
    /** Runs a command line. */
    public static Spoken of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Sluice.command();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        int code = command.execute(arguments);
        return new Spoken(code, out.toString(), err.toString());
    }

    /** Lines on standard output. */
    public List<String> lines() {
        return out.lines().toList();
    }
}
