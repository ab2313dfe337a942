package io.github.sluice.coordinator.run;

import java.util.List;

/** Tells another board all that it is told; for boards that do something of their own beside. As thread-safe as that one. */
public abstract class ForwardingBoard implements Board {
    private final Board board;

    protected ForwardingBoard(Board board) {
        this.board = board;
    }

    @Override
    public void begins(String table, Step step) {
        board.begins(table, step);
    }

    @Override
    public void progress(String table, Step step, long rows, long total) {
        board.progress(table, step, rows, total);
    }

    @Override
    public void ends(String table, Step step, String note) {
        board.ends(table, step, note);
    }

    @Override
    public void fails(String table, Step step, String message) {
        board.fails(table, step, message);
    }

    @Override
    public void warns(KeyWarning warning) {
        board.warns(warning);
    }

    @Override
    public void waits(String table, Step step) {
        board.waits(table, step);
    }

    @Override
    public void holds(String table, Step step, Hold hold) {
        board.holds(table, step, hold);
    }

    @Override
    public void plans(List<String> tables) {
        board.plans(tables);
    }

    @Override
    public void leaves(String table, End end) {
        board.leaves(table, end);
    }
}
