package io.github.sluice.testbed.starrocks.mysqlwire;

import io.github.sluice.testbed.starrocks.sql.ResultColumn;
import io.github.sluice.testbed.starrocks.sql.ResultSink;
import java.io.IOException;
import java.util.List;

/** Sends one result, its rows as text or in binary (after a prepared statement). One thread. */
final class WireResult implements ResultSink {
    private final PacketChannel channel;
    private final Replies replies;
    private final boolean binary;
    private final int status;
    private final Payload payload = new Payload();
    private List<ResultColumn> columns = List.of();

    WireResult(PacketChannel channel, boolean binary, int status) {
        this.channel = channel;
        this.replies = new Replies(channel);
        this.binary = binary;
        this.status = status;
    }

    @Override
    public void ok(long affectedRows) throws IOException {
        replies.ok(affectedRows, status);
    }

    @Override
    public void columns(List<ResultColumn> resultColumns) throws IOException {
        columns = resultColumns;
        channel.write(payload.reset().lengthEncoded(columns.size()));
        replies.definitions(columns, status);
    }

    @Override
    public void row(byte[][] cells) throws IOException {
        payload.reset();
        if (binary) {
            BinaryRow.write(columns, cells, payload);
        } else {
            for (byte[] cell : cells) {
                if (cell == null) {
                    payload.int1(0xFB);
                } else {
                    payload.lengthEncoded(cell);
                }
            }
        }
        channel.write(payload);
    }

    @Override
    public void end() throws IOException {
        replies.eof(status);
    }
}
