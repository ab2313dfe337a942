package io.github.sluice.wire.position;

import io.github.sluice.wire.key.KeyUse;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a streamer has come with one source. It is written in the same Kafka transaction as the rows it covers, so
 * whoever reads it with {@code read_committed} also finds those rows. Immutable and thread-safe.
 *
 * <p>The JSON form ({@link #toJson}) is one object on one line:
 *
 * <pre>{@code
 * {"version":2,
 *  "writer":"..",                the process that wrote it, a random name drawn at its start
 *  "serverUuid":"..",            server that was read last, its @@server_uuid
 *  "gtidSet":"..",               everything before it is completely in the topic, for every level table
 *  "file":"binlog.000002",       the same boundary on that server, for diagnosis; "" if not known
 *  "position":1234,
 *  "partial":null,               or {"gtid":"..","rows":{"db.table":n}}: the part already sent of one more transaction
 *  "writtenAt":"2026-01-02T03:04:05Z",   by the streamer's clock
 *  "lastEventAt":null,           or when the source committed the newest transaction in gtidSet that was read
 *  "schemaVersion":7,            number of the newest change of the schema history that belongs to this position
 *  "tables":{"key":{"digest":"..","topic":"..","partitions":4,"since":"..",
 *     "behind":null,             or the table's own set, while it is stopped or catching up
 *     "behindPartial":null,      or as "partial", beside "behind"
 *     "stopped":null,            or {"reason":"..","advice":"..","gtid":"..","file":"..","position":n}
 *     "ddl":[{"gtid":"..","kind":"ALTER","table":"db.table","at":"2026-01-02T03:04:05Z"}]}},
 *  "keyUses":{"5e1f00c3":{"records":n,"starts":n}}}   by key id, how much of each data key may have been used
 * }</pre>
 *
 * Every key is always there. Sets are the text form of a {@link SourcePosition}: a GTID set in MySQL's own, without line
 * breaks, or where the source has no GTIDs a place in its binlog; a transaction is named accordingly, by its GTID or by the
 * place at which it begins. The keys keep the name of the more frequent kind. A reader refuses another version and unknown keys: one that passed over a key it does not know would write the record back without it.
 *
 * <p>{@code keyUses} counts over all processes that ever streamed the source under this name. It is claimed beforehand: it
 * covers what had been sealed when it was written and all that may be sealed until the next position is, so whoever dies in
 * between has used no more than the position says. It is too high by at most one such claim for each start of a process.
 */
public final class StreamPosition {
    /** Version of the JSON form. A reader refuses any other. */
    public static final int VERSION = 2;

    private final String writer;
    private final String serverUuid;
    private final String gtidSet;
    private final String file;
    private final long position;
    private final @Nullable PartialTransaction partial;
    private final Instant writtenAt;
    private final @Nullable Instant lastEventAt;
    private final long schemaVersion;
    private final Map<String, TablePosition> tables;
    private final Map<String, KeyUse> keyUses;

    /**
     * @param writer a random name of the process, by which one that was fenced learns whether another has taken over
     * @param serverUuid {@code @@server_uuid} of the server that was read; empty if not known
     * @param gtidSet text form of the {@link SourcePosition} before which everything is completely in the topic, for every
     *     level table
     * @param file binlog file of the same boundary, empty if not known
     * @param position offset in the file, 0 if not known
     * @param partial the part already sent of one more transaction, or null
     * @param writtenAt the streamer's clock
     * @param lastEventAt when the source committed the newest transaction that was read, or null
     * @param schemaVersion number of the schema history that belongs here, 0 for none
     * @param tables by the table file's {@code key}
     * @param keyUses how much of each data key may have been used, by key id
     */
    public StreamPosition(
            String writer,
            String serverUuid,
            String gtidSet,
            String file,
            long position,
            @Nullable PartialTransaction partial,
            Instant writtenAt,
            @Nullable Instant lastEventAt,
            long schemaVersion,
            Map<String, TablePosition> tables,
            Map<String, KeyUse> keyUses) {
        if (position < 0 || schemaVersion < 0) {
            throw new IllegalArgumentException("position and schema version count from 0");
        }
        this.writer = writer;
        this.serverUuid = serverUuid;
        this.gtidSet = oneLine(gtidSet);
        this.file = file;
        this.position = position;
        this.partial = partial;
        this.writtenAt = writtenAt;
        this.lastEventAt = lastEventAt;
        this.schemaVersion = schemaVersion;
        this.tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        this.keyUses = Collections.unmodifiableMap(new TreeMap<>(keyUses));
    }

    /** MySQL breaks long sets into lines. */
    private static String oneLine(String set) {
        return set.replace("\n", "").replace("\r", "").replace(" ", "");
    }

    public String writer() {
        return writer;
    }

    public String serverUuid() {
        return serverUuid;
    }

    public String gtidSet() {
        return gtidSet;
    }

    public String file() {
        return file;
    }

    public long position() {
        return position;
    }

    public @Nullable PartialTransaction partial() {
        return partial;
    }

    public Instant writtenAt() {
        return writtenAt;
    }

    public @Nullable Instant lastEventAt() {
        return lastEventAt;
    }

    public long schemaVersion() {
        return schemaVersion;
    }

    /** By the table file's {@code key}, in the order in which they were written. */
    public Map<String, TablePosition> tables() {
        return tables;
    }

    /** How much of each data key may have been used by now and until the next position, by key id in its order. */
    public Map<String, KeyUse> keyUses() {
        return keyUses;
    }

    /** The table file's position, or null if the streamer does not route it. */
    public @Nullable TablePosition table(String key) {
        return tables.get(key);
    }

    /**
     * The position before which one table's rows are completely in its topic: the table's own while it is stopped or
     * catching up, else {@link #gtidSet}. Null if the streamer does not route the table.
     */
    public @Nullable String gtidSetOf(String key) {
        TablePosition table = tables.get(key);
        if (table == null) {
            return null;
        }
        String own = table.behind();
        return own == null ? gtidSet : own;
    }

    /** One line of JSON; {@link #fromJson} reads it back equal. */
    public String toJson() {
        return PositionJson.write(this);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if the text is no position of this version; the message names the key
     */
    public static StreamPosition fromJson(String json) {
        return PositionJson.read(json);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StreamPosition
                && ((StreamPosition) other).writer.equals(writer)
                && ((StreamPosition) other).serverUuid.equals(serverUuid)
                && ((StreamPosition) other).gtidSet.equals(gtidSet)
                && ((StreamPosition) other).file.equals(file)
                && ((StreamPosition) other).position == position
                && Objects.equals(((StreamPosition) other).partial, partial)
                && ((StreamPosition) other).writtenAt.equals(writtenAt)
                && Objects.equals(((StreamPosition) other).lastEventAt, lastEventAt)
                && ((StreamPosition) other).schemaVersion == schemaVersion
                && ((StreamPosition) other).tables.equals(tables)
                && ((StreamPosition) other).keyUses.equals(keyUses);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                writer,
                serverUuid,
                gtidSet,
                file,
                position,
                partial,
                writtenAt,
                lastEventAt,
                schemaVersion,
                tables,
                keyUses);
    }

    /** For logs: the set, file and offset. */
    @Override
    public String toString() {
        return gtidSet + " (" + file + ":" + position + (partial == null ? "" : ", and " + partial) + ")";
    }
}
