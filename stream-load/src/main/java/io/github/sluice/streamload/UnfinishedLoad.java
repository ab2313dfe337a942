package io.github.sluice.streamload;

/** A load that is neither visible nor aborted, as {@code information_schema.loads} lists it. Immutable. */
public final class UnfinishedLoad {
    private final String label;
    private final String database;
    private final String table;
    private final String state;

    UnfinishedLoad(String label, String database, String table, String state) {
        this.label = label;
        this.database = database;
        this.table = table;
        this.state = state;
    }

    public String label() {
        return label;
    }

    public String database() {
        return database;
    }

    public String table() {
        return table;
    }

    /** StarRocks' own word, such as LOADING or PREPARED. */
    public String state() {
        return state;
    }

    @Override
    public String toString() {
        return label + " (" + database + "." + table + ", " + state + ")";
    }
}
