package io.github.sluice.streamer.binlog;

/** Hands everything on; tests override what they look at. */
class ForwardingHandler implements ChangeHandler {
    private final ChangeHandler next;

    ForwardingHandler(ChangeHandler next) {
        this.next = next;
    }

    @Override
    public void begin(SourceTransaction transaction) {
        next.begin(transaction);
    }

    @Override
    public void row(RowChange change) {
        next.row(change);
    }

    @Override
    public void ddl(TableChange change) {
        next.ddl(change);
    }

    @Override
    public void commit(BinlogPosition end) {
        next.commit(end);
    }

    @Override
    public void idle(long atMillis) {
        next.idle(atMillis);
    }

    @Override
    public void refused(RefusedEventException event) {
        next.refused(event);
    }
}
