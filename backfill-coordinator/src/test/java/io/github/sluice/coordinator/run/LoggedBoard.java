package io.github.sluice.coordinator.run;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Progress into the test's log, and kept for assertions. */
class LoggedBoard implements Board {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedBoard.class);

    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void begins(String table, Step step) {
        add(table + " " + step.word() + " begins");
    }

    @Override
    public void progress(String table, Step step, long rows, long total) {}

    @Override
    public void ends(String table, Step step, String note) {
        add(table + " " + step.word() + " ends " + note);
    }

    @Override
    public void fails(String table, Step step, String message) {
        add(table + " " + step.word() + " fails " + message);
    }

    @Override
    public void warns(KeyWarning warning) {
        add("warning: " + warning);
    }

    @Override
    public void waits(String table, Step step) {}

    private void add(String line) {
        lines.add(line);
        LOG.info("{}", line);
    }
}
