package io.github.sluice.wire.position;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the streamer has come with the tables of one table file. Immutable.
 *
 * <p>A table is <em>level</em> as long as it has no set of its own: then the streamer's {@code gtidSet} holds for it.
 * A table that was stopped keeps the set it had, and still has it while it catches up after it was let go on; then it
 * has a set of its own without being stopped.
 */
public final class TablePosition {
    /** How many DDL statements are remembered. */
    public static final int DDL_KEPT = 16;

    private final String digest;
    private final String topic;
    private final int partitions;
    private final String since;
    private final @Nullable String behind;
    private final @Nullable PartialTransaction behindPartial;
    private final @Nullable StoppedTable stopped;
    private final List<TableDdl> ddl;

    private TablePosition(
            String digest,
            String topic,
            int partitions,
            String since,
            @Nullable String behind,
            @Nullable PartialTransaction behindPartial,
            @Nullable StoppedTable stopped,
            List<TableDdl> ddl) {
        if (topic.isEmpty() || partitions < 0) {
            throw new IllegalArgumentException("a table's position names its topic, and partitions not below 0");
        }
        if (behind == null && (behindPartial != null || stopped != null)) {
            throw new IllegalArgumentException(
                    "a table that is stopped, or has taken part of a transaction alone, has a GTID set of its own");
        }
        this.digest = digest;
        this.topic = topic;
        this.partitions = partitions;
        this.since = since;
        this.behind = behind;
        this.behindPartial = behindPartial;
        this.stopped = stopped;
        int skip = Math.max(0, ddl.size() - DDL_KEPT);
        this.ddl = Collections.unmodifiableList(new ArrayList<>(ddl.subList(skip, ddl.size())));
    }

    /**
     * A table that is level, with no DDL met.
     *
     * @param digest SHA-256 of the table file's bytes, lower-case hexadecimal
     * @param topic the stream topic
     * @param partitions how many partitions the topic has; 0 while it is not known. A row's key chooses its partition,
     *     so the count may never change
     * @param since text form of the {@link SourcePosition} before the first routed transaction
     */
    public static TablePosition level(String digest, String topic, int partitions, String since) {
        return new TablePosition(digest, topic, partitions, since, null, null, null, Collections.emptyList());
    }

    /** All parts, checked against each other. */
    static TablePosition of(
            String digest,
            String topic,
            int partitions,
            String since,
            @Nullable String behind,
            @Nullable PartialTransaction behindPartial,
            @Nullable StoppedTable stopped,
            List<TableDdl> ddl) {
        return new TablePosition(digest, topic, partitions, since, behind, behindPartial, stopped, ddl);
    }

    /** The table stopped, with the set it had; what it had taken of one more transaction, or null. */
    public TablePosition withStopped(StoppedTable why, String ownSet, @Nullable PartialTransaction partOfNext) {
        return new TablePosition(digest, topic, partitions, since, ownSet, partOfNext, why, ddl);
    }

    /** The table running, but with a set of its own. */
    public TablePosition withBehind(String ownSet, @Nullable PartialTransaction partOfNext) {
        return new TablePosition(digest, topic, partitions, since, ownSet, partOfNext, null, ddl);
    }

    /** The table running and level with the streamer. */
    public TablePosition withLevel() {
        return new TablePosition(digest, topic, partitions, since, null, null, null, ddl);
    }

    /** One more DDL statement; the oldest is forgotten when there are more than {@link #DDL_KEPT}. */
    public TablePosition withDdl(TableDdl entry) {
        List<TableDdl> more = new ArrayList<>(ddl);
        more.add(entry);
        return new TablePosition(digest, topic, partitions, since, behind, behindPartial, stopped, more);
    }

    /** The table under a changed file: another digest, and routed anew since this set. */
    public TablePosition withFile(String newDigest, String newTopic, int newPartitions, String newSince) {
        return new TablePosition(newDigest, newTopic, newPartitions, newSince, behind, behindPartial, stopped, ddl);
    }

    public String digest() {
        return digest;
    }

    public String topic() {
        return topic;
    }

    public int partitions() {
        return partitions;
    }

    public String since() {
        return since;
    }

    /** Text form of the {@link SourcePosition} before which this table's rows are in the topic; null if it is level. */
    public @Nullable String behind() {
        return behind;
    }

    /** What the table has taken of the transaction after {@link #behind}; null if nothing. */
    public @Nullable PartialTransaction behindPartial() {
        return behindPartial;
    }

    /** Why the table is stopped; null if it runs. */
    public @Nullable StoppedTable stopped() {
        return stopped;
    }

    /** The newest DDL statements, oldest first. */
    public List<TableDdl> ddl() {
        return ddl;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TablePosition
                && ((TablePosition) other).digest.equals(digest)
                && ((TablePosition) other).topic.equals(topic)
                && ((TablePosition) other).partitions == partitions
                && ((TablePosition) other).since.equals(since)
                && Objects.equals(((TablePosition) other).behind, behind)
                && Objects.equals(((TablePosition) other).behindPartial, behindPartial)
                && Objects.equals(((TablePosition) other).stopped, stopped)
                && ((TablePosition) other).ddl.equals(ddl);
    }

    @Override
    public int hashCode() {
        return Objects.hash(digest, topic, partitions, since, behind, behindPartial, stopped, ddl);
    }

    @Override
    public String toString() {
        return topic + (stopped != null ? " stopped: " + stopped : behind != null ? " catching up" : " level");
    }
}
