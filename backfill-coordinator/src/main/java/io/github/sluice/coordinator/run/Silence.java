package io.github.sluice.coordinator.run;

/** The board of a command that shows nothing while it works. */
final class Silence implements Board {
    @Override
    public void begins(String table, Step step) {}

    @Override
    public void progress(String table, Step step, long rows, long total) {}

    @Override
    public void ends(String table, Step step, String note) {}

    @Override
    public void fails(String table, Step step, String message) {}

    @Override
    public void warns(KeyWarning warning) {}

    @Override
    public void waits(String table, Step step) {}
}
