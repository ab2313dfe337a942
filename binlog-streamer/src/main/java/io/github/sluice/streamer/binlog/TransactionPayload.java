package io.github.sluice.streamer.binlog;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.github.sluice.streamer.binlog.RowEvents.BrokenEventException;
import io.github.sluice.streamer.value.EventBytes;
import java.io.IOException;
import java.io.InputStream;

/**
 * A compressed transaction ({@code binlog_transaction_compression}, from 8.0.20 on): one event that holds the others. It
 * is unpacked as it comes, event by event, never as a whole. One thread.
 */
final class TransactionPayload {
    private static final int END = 0;
    private static final int COMPRESSION = 2;
    private static final int ZSTD = 0;
    private static final int NONE = 255;

    private final EventHeader header = new EventHeader();
    private final EventBytes body = new EventBytes();
    private final EventBuffer buffer = new EventBuffer();

    /**
     * Hands the inner events on.
     *
     * @param in the event's body, without its checksum
     * @param start where the outer event starts, which is the place of all inner ones
     */
    void read(InputStream in, long start, Transactions transactions) throws IOException {
        int compression = ZSTD;
        for (long field = packed(in); field != END; field = packed(in)) {
            long length = packed(in);
            if (field == COMPRESSION) {
                compression = (int) packed(in);
            } else {
                in.skipNBytes(length);
            }
        }
        switch (compression) {
            case ZSTD:
                try (InputStream events = new ZstdInputStreamNoFinalizer(new Uncloseable(in))) {
                    events(events, start, transactions);
                }
                break;
            case NONE:
                events(in, start, transactions);
                break;
            default:
                throw new BrokenEventException("a transaction of the unknown compression " + compression);
        }
    }

    private void events(InputStream in, long start, Transactions transactions) throws IOException {
        transactions.payloadBegins(start);
        while (true) {
            int read = in.readNBytes(header.bytes(), 0, EventHeader.SIZE);
            if (read == 0) {
                return;
            }
            if (read < EventHeader.SIZE) {
                throw new BrokenEventException("a compressed transaction that ends within an event");
            }
            header.parse();
            int length = (int) (header.length() - EventHeader.SIZE);
            byte[] bytes = buffer.fill(in, length);
            body.reset(bytes, 0, length);
            transactions.event(header, start, start, body);
        }
    }

    private static long packed(InputStream in) throws IOException {
        int first = in.read();
        int count = first == 252 ? 2 : first == 253 ? 3 : first == 254 ? 8 : 0;
        if (count == 0) {
            if (first < 0 || first > 250) {
                throw new BrokenEventException("a compressed transaction without a beginning");
            }
            return first;
        }
        byte[] bytes = in.readNBytes(count);
        return new EventBytes(bytes).unsigned(bytes.length);
    }

    /** Closing the unpacking frees its memory; the connection goes on. */
    private static final class Uncloseable extends java.io.FilterInputStream {
        Uncloseable(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            return in.read(target, from, length);
        }

        @Override
        public void close() {}
    }
}
