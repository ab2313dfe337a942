package io.github.sluice.testbed.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param name how messages call it, such as "mysqld"
 * @param arguments the program and its arguments
 * @param environment added to the few variables that every child gets ({@link ChildProcess#start})
 * @param workDir the working directory, must exist
 * @param logFile receives standard output and standard error, appended to
 */
public record ChildCommand(
        String name, List<String> arguments, Map<String, String> environment, Path workDir, Path logFile) {
    public ChildCommand {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException(name + ": no program given");
        }
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Without the environment: it is where secrets are. */
    @Override
    public String toString() {
        return name + " " + arguments;
    }
}
