package io.github.sluice.demo;

import io.github.sluice.testbed.process.ServerFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One {@code ./quickstart} with few rows for all tests that ask for it as a parameter: run to its end, its servers up. A
 * whole one is dear.
 */
final class LiveQuickstart implements AutoCloseable {
    private final ServerFolder folder = ServerFolder.create(Path.of("target"), "live-quickstart");
    private final QuickstartRun run;
    private final Set<String> commandLines;
    private final int exitCode;

    private LiveQuickstart() {
        try (CommandLines lines = CommandLines.watching()) {
            run = QuickstartRun.start(
                    folder.path(), "--rows", "1440", "--seed", "14", "--changes-per-second", "120", "--stay");
            exitCode = run.exitCode();
            lines.close();
            commandLines = lines.seen();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the quickstart did not run", e);
        }
    }

    /** For {@code @ExtendWith}. */
    static final class Provider implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == LiveQuickstart.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(LiveQuickstart.class))
                    .getOrComputeIfAbsent(LiveQuickstart.class, unused -> new LiveQuickstart());
        }
    }

    QuickstartRun run() {
        return run;
    }

    int exitCode() {
        return exitCode;
    }

    /** Of all processes that were there meanwhile. */
    Set<String> commandLines() {
        return commandLines;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run.close();
        folder.close();
    }
}
