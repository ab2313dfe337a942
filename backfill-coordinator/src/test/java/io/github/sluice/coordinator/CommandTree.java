package io.github.sluice.coordinator;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** All commands, as picocli knows them. */
public final class CommandTree {
    private CommandTree() {}

    /** Every command that does something, by its words after {@code sluice}; picocli's own help command is none. */
    public static Map<String, CommandLine> leaves() {
        Map<String, CommandLine> leaves = new TreeMap<>();
        collect(Sluice.command(), "", leaves);
        return leaves;
    }

    private static void collect(CommandLine command, String words, Map<String, CommandLine> leaves) {
        boolean acts = command.getSubcommands().isEmpty()
                || command.getCommandSpec().userObject() instanceof java.util.concurrent.Callable;
        if (acts) {
            leaves.put(words, command);
        }
        command.getSubcommands().forEach((name, sub) -> {
            if (!name.equals("help")) {
                collect(sub, (words + " " + name).strip(), leaves);
            }
        });
    }
}
