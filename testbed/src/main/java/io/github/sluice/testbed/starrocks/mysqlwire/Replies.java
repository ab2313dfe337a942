package io.github.sluice.testbed.starrocks.mysqlwire;

import io.github.sluice.testbed.starrocks.sql.ResultColumn;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The generic packets of the protocol. One thread. */
final class Replies {
    /** Status flag: another result of the same command follows. */
    static final int MORE_RESULTS = 0x0008;

    private final PacketChannel channel;

    Replies(PacketChannel channel) {
        this.channel = channel;
    }

    void ok(long affectedRows, int status) throws IOException {
        channel.write(new Payload()
                .int1(0)
                .lengthEncoded(affectedRows)
                .lengthEncoded(0)
                .int2(status)
                .int2(0));
    }

    void eof(int status) throws IOException {
        channel.write(new Payload().int1(0xFE).int2(0).int2(status));
    }

    void error(SqlError error) throws IOException {
        error(error.code(), error.sqlState(), String.valueOf(error.getMessage()));
    }

    void error(int code, String sqlState, String message) throws IOException {
        channel.write(new Payload()
                .int1(0xFF)
                .int2(code)
                .int1('#')
                .raw(sqlState.getBytes(StandardCharsets.US_ASCII))
                .raw(message.getBytes(StandardCharsets.UTF_8)));
    }

    /** Column definitions and the EOF after them. */
    void definitions(List<ResultColumn> columns, int status) throws IOException {
        for (ResultColumn column : columns) {
            channel.write(WireType.definition(column));
        }
        eof(status);
    }
}
