package io.github.sluice.streamer.binlog;

import com.github.luben.zstd.ZstdIOException;
import io.github.sluice.streamer.binlog.ReadEndedException.Reason;
import io.github.sluice.streamer.binlog.RowEvents.BrokenEventException;
import io.github.sluice.streamer.schema.Layouts;
import io.github.sluice.streamer.schema.SchemaHistory;
import io.github.sluice.streamer.value.EventBytes;
import io.github.sluice.streamer.value.TruncatedEventException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server's binlog from a start point until it is closed or something ends it. One connection, no reconnecting:
 * {@link #run} says why it ended, and its caller's loop decides.
 *
 * <p>Every event is read: those of unwanted tables up to their table's number, all others whole. Every checksum is
 * checked before a transaction's end is told. What cannot be decoded is never skipped silently.
 *
 * <p>{@link #run} belongs to one thread, which also calls the handler; {@link #close} and the counters to any.
 */
public final class BinlogReader implements AutoCloseable {
    private static final int OK = 0;
    private static final int END = 0xfe;
    private static final int ERROR = 0xff;
    private static final int CHECKSUM_SIZE = 4;
    private static final String NO_CHECKSUM = "NONE";

    private final SourceServer server;
    private final Predicate<TableId> wanted;
    private final SchemaHistory history;
    private final EventHeader header = new EventHeader();
    private final EventBuffer buffer = new EventBuffer();
    private final EventBytes body = new EventBytes();
    private final CRC32 crc = new CRC32();
    private final TransactionPayload payload = new TransactionPayload();
    private volatile boolean closed;
    private volatile @Nullable ReplicationLink link;
    private volatile String serverUuid = "";
    private volatile long events;
    private volatile long bytes;
    private volatile long lastEventSecond;
    private boolean checksums;
    /** What positions of 32 bits leave out. */
    private long high;

    private long lastEnd;
    private long expectedBorn;

    /**
     * @param wanted whether rows of a table are to be decoded; asked before every statement's rows, so it must be quick
     * @param history names of columns for tables whose events do not tell them; DDL that is read is applied to it.
     *     The reader's alone while {@link #run} runs
     */
    public BinlogReader(SourceServer server, Predicate<TableId> wanted, SchemaHistory history) {
        this.server = server;
        this.wanted = wanted;
        this.history = history;
    }

    /**
     * Connects and reads; returns only after {@link #close}.
     *
     * @throws ReadEndedException if the server cannot be reached, refuses, or the stream ends or is damaged
     * @throws RefusedEventException if the handler does not take charge of an event that must not be read
     */
    public void run(StartPoint start, ChangeHandler handler) throws ReadEndedException {
        ReplicationLink opened = null;
        try {
            opened = ReplicationLink.open(server);
            link = opened;
            if (closed) {
                return;
            }
            prepare(opened, start);
            opened.requestBinlog(start);
            read(opened, start, handler);
        } catch (ReadEndedException e) {
            if (!closed) {
                throw e;
            }
        } catch (IOException e) {
            if (!closed) {
                throw new ReadEndedException(
                        Reason.CONNECTION_LOST,
                        "lost the connection to " + server.address() + ": " + e.getMessage(),
                        0,
                        e);
            }
        } finally {
            link = null;
            closeLink(opened);
        }
    }

    private static void closeLink(@Nullable ReplicationLink opened) {
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                // nothing was written that could be lost, and why reading ended is known already
            }
        }
    }

    private void prepare(ReplicationLink opened, StartPoint start) throws IOException, ReadEndedException {
        serverUuid = opened.ask("SELECT @@GLOBAL.server_uuid");
        if (!start.serverUuid().isEmpty() && !start.serverUuid().equals(serverUuid)) {
            throw new ReadEndedException(
                    Reason.UNKNOWN_POSITION,
                    server.address() + " is server " + serverUuid + ", and " + start + " is a place in the binlog of "
                            + start.serverUuid(),
                    0,
                    null);
        }
        checksums = !opened.ask("SELECT @@GLOBAL.binlog_checksum").equalsIgnoreCase(NO_CHECKSUM);
        long heartbeat = server.heartbeat().toNanos();
        // one name until 8.0.25, the other from 8.0.26 on; a variable that nobody reads does no harm
        opened.tell("SET @master_binlog_checksum = @@GLOBAL.binlog_checksum,"
                + " @source_binlog_checksum = @@GLOBAL.binlog_checksum,"
                + " @master_heartbeat_period = " + heartbeat + ", @source_heartbeat_period = " + heartbeat);
        // while the handler waits for Kafka nothing is read, and the server must bear that
        opened.tell("SET SESSION net_write_timeout = 3600");
    }

    private void read(ReplicationLink opened, StartPoint start, ChangeHandler handler)
            throws IOException, ReadEndedException {
        MappedTables tables = new MappedTables(new Layouts(history, server.timeZone()), wanted);
        Transactions transactions = new Transactions(handler, wanted, history, tables, start.serverUuid());
        expectedBorn = start.fileBorn();
        high = 0;
        long before = bytes;
        PacketStream packets = opened.packets(betweenPackets -> {
            if (closed) {
                throw new EOFException("closed");
            }
            if (betweenPackets) {
                handler.idle(System.currentTimeMillis());
            }
        });
        while (!closed) {
            packets.nextPacket();
            int status = packets.read();
            switch (status) {
                case OK:
                    event(packets, transactions);
                    break;
                case ERROR:
                    throw opened.error(packets.readAllBytes());
                case END:
                    throw new EOFException("the server ended the stream");
                default:
                    throw new ReadEndedException(
                            Reason.CORRUPT, server.address() + " sent a packet that starts with " + status, 0, null);
            }
            bytes = before + packets.bytesReceived();
            if (header.type() == EventTypes.HEARTBEAT || header.type() == EventTypes.HEARTBEAT_V2) {
                handler.idle(System.currentTimeMillis());
            }
        }
    }

    private void event(PacketStream packets, Transactions transactions) throws IOException, ReadEndedException {
        try {
            if (packets.readNBytes(header.bytes(), 0, EventHeader.SIZE) < EventHeader.SIZE) {
                throw new BrokenEventException("a packet that ends within an event's header");
            }
            header.parse();
            crc.reset();
            crc.update(header.bytes(), 0, EventHeader.SIZE);
            boolean described = header.type() == EventTypes.FORMAT_DESCRIPTION;
            int tail = checksums || described ? CHECKSUM_SIZE : 0;
            long length = header.length() - EventHeader.SIZE - tail;
            if (length < 0) {
                throw new BrokenEventException("an event of impossible length");
            }
            if (header.type() == EventTypes.TRANSACTION_PAYLOAD) {
                compressed(packets, length, transactions);
            } else {
                plain(packets, (int) length, transactions);
            }
            events++;
            if (header.second() > 0) {
                lastEventSecond = header.second();
            }
        } catch (BrokenEventException | TruncatedEventException | ZstdIOException e) {
            throw new ReadEndedException(
                    Reason.CORRUPT,
                    server.address() + ": " + e.getMessage() + " at " + transactions.place()
                            + "; check the binlog on the source with mysqlbinlog --verify-binlog-checksum",
                    0,
                    e);
        }
    }

    /** Files of the same name and number follow RESET MASTER; nothing in them says so but when they were begun. */
    private void requireBorn(long second, Transactions transactions) throws ReadEndedException {
        long expected = expectedBorn;
        expectedBorn = 0;
        if (expected != 0 && expected != second) {
            throw new ReadEndedException(
                    Reason.UNKNOWN_POSITION,
                    server.address() + ": " + transactions.file() + " is not the file that was read: it was begun at "
                            + Instant.ofEpochSecond(second) + ", the other one at " + Instant.ofEpochSecond(expected)
                            + ". The binlogs were begun anew (RESET MASTER?), and what was written in between cannot be"
                            + " known; the tables need a new backfill under another streamer name",
                    0,
                    null);
        }
    }

    private void plain(PacketStream packets, int length, Transactions transactions)
            throws IOException, ReadEndedException {
        byte[] event = buffer.fill(packets, length);
        crc.update(event, 0, length);
        if (header.type() == EventTypes.FORMAT_DESCRIPTION) {
            checksums = length > 0 && event[length - 1] == 1;
            packets.skipNBytes(CHECKSUM_SIZE); // the server changes fields of this event while it sends it
            requireBorn(header.second(), transactions);
            transactions.fileBegun(header.second());
            // it has no place where it is repeated for a start behind it
            transactions.passed(header.nextPosition() == 0 ? lastEnd : end());
            return;
        }
        verify(packets);
        body.reset(event, 0, length);
        switch (header.type()) {
            case EventTypes.ROTATE:
                long position = body.i64();
                high = position & 0xffffffff00000000L;
                lastEnd = position;
                transactions.file(body.utf8(body.remaining()), position);
                break;
            case EventTypes.HEARTBEAT:
            case EventTypes.HEARTBEAT_V2:
                break;
            default:
                long end = end();
                transactions.event(header, end - header.length(), end, body);
        }
    }

    private void compressed(PacketStream packets, long length, Transactions transactions) throws IOException {
        long end = end();
        ChecksummedPart part = new ChecksummedPart(packets, length, crc);
        payload.read(part, end - header.length(), transactions);
        part.skipNBytes(part.left);
        verify(packets);
        transactions.payloadEnds(end);
    }

    /** Positions are 32 bits wide on the wire; a transaction larger than that makes a file that is. */
    private long end() {
        long end = high | header.nextPosition();
        if (end < lastEnd && header.nextPosition() > 0) {
            high += 1L << 32;
            end += 1L << 32;
        }
        lastEnd = end;
        return end;
    }

    private void verify(PacketStream packets) throws IOException {
        if (!checksums) {
            return;
        }
        byte[] told = packets.readNBytes(CHECKSUM_SIZE);
        if (told.length < CHECKSUM_SIZE || new EventBytes(told).u32() != crc.getValue()) {
            throw new BrokenEventException("an event whose checksum is wrong");
        }
    }

    /** The bytes of an event as they come, counted and added to its checksum. */
    private static final class ChecksummedPart extends FilterInputStream {
        private final CRC32 crc;
        private long left;

        ChecksummedPart(InputStream in, long length, CRC32 crc) {
            super(in);
            this.left = length;
            this.crc = crc;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            int value = in.read();
            if (value >= 0) {
                crc.update(value);
                left--;
            }
            return value;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            int count = in.read(target, from, (int) Math.min(length, left));
            if (count > 0) {
                crc.update(target, from, count);
                left -= count;
            }
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            return read(new byte[(int) Math.min(count, 8192)]);
        }

        @Override
        public int available() {
            return 0;
        }
    }

    /** Events read since the reader was made, of all kinds; a compressed transaction counts as one. */
    public long events() {
        return events;
    }

    /** Bytes received since the reader was made. */
    public long bytes() {
        return bytes;
    }

    /** When the source began the last event that was read, epoch seconds; 0 before the first one. */
    public long lastEventSecond() {
        return lastEventSecond;
    }

    /** {@code @@server_uuid} of the server connected to; empty before the first connection. */
    public String serverUuid() {
        return serverUuid;
    }

    /** Ends {@link #run}, also while it waits for the server; it returns once the handler's call in hand has returned. */
    @Override
    public void close() {
        closed = true;
        closeLink(link);
    }
}
