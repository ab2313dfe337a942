package io.github.sluice.streamer.engine;

import io.github.sluice.wire.position.PartialTransaction;
import io.github.sluice.wire.position.StoppedTable;
import io.github.sluice.wire.position.TableDdl;
import io.github.sluice.wire.position.TablePosition;
import org.jspecify.annotations.Nullable;

/** Where the tables of one table file stand. One thread. */
final class TableState {
    private final String key;
    private TablePosition known;
    private @Nullable Progress own;

    private TableState(String key, TablePosition known, @Nullable Progress own) {
        this.key = key;
        this.known = known;
        this.own = own;
    }

    /** A table as a position record has it. */
    static TableState of(String key, TablePosition position) {
        String behind = position.behind();
        return new TableState(key, position, behind == null ? null : Progress.of(behind, position.behindPartial()));
    }

    /** A table that is routed from here on. */
    static TableState fresh(String key, String digest, String topic, int partitions, Progress now) {
        return of(
                key, TablePosition.level(digest, topic, partitions, now.whole().toString()));
    }

    String key() {
        return key;
    }

    String digest() {
        return known.digest();
    }

    String topic() {
        return known.topic();
    }

    /** The topic's partitions when routing began; 0 if the topic has never been seen. */
    int partitions() {
        return known.partitions();
    }

    @Nullable
    StoppedTable stopped() {
        return known.stopped();
    }

    boolean isStopped() {
        return known.stopped() != null;
    }

    /** The table's own progress; null while it is level with the source. */
    @Nullable
    Progress own() {
        return own;
    }

    /**
     * Stops the table where it is. If it is stopped already, only the reason changes.
     *
     * @param at the progress that counted for it so far
     */
    void stop(StoppedTable why, Progress at) {
        Progress mine = own == null ? at.copy() : own;
        own = mine;
        known = known.withStopped(why, mine.whole().toString(), mine.partial());
    }

    /** Lets a stopped table go on from where it stood. */
    void letGoOn() {
        Progress mine = own;
        if (mine != null) {
            known = known.withBehind(mine.whole().toString(), mine.partial());
        }
    }

    /** Becomes level if nothing is missing any more. */
    boolean levelWith(Progress source) {
        Progress mine = own;
        if (mine == null || isStopped() || !mine.reaches(source)) {
            return false;
        }
        own = null;
        known = known.withLevel();
        return true;
    }

    /** Gives up what is missing: the table goes on with the source. */
    void joinAt() {
        own = null;
        known = known.withLevel();
    }

    /** The table under a changed file; {@code since} becomes what it has now. */
    void refile(String digest, String topic, int partitions, Progress source) {
        Progress mine = own == null ? source : own;
        known = known.withFile(digest, topic, partitions, mine.whole().toString());
    }

    void partitions(int count) {
        known = known.withFile(known.digest(), known.topic(), count, known.since());
    }

    /**
     * Notes a statement.
     *
     * @return false if it is noted already: it was read again
     */
    boolean ddl(TableDdl entry) {
        if (known.ddl().contains(entry)) {
            return false;
        }
        known = known.withDdl(entry);
        return true;
    }

    /** The table's part of a position record. */
    TablePosition toPosition() {
        Progress mine = own;
        if (mine == null) {
            return known;
        }
        String set = mine.whole().toString();
        PartialTransaction part = mine.partial();
        StoppedTable why = known.stopped();
        return why == null ? known.withBehind(set, part) : known.withStopped(why, set, part);
    }
}
