package io.github.sluice.demo.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.wire.envelope.EnvelopeV1;
import io.github.sluice.wire.envelope.EnvelopeV2;
import io.github.sluice.wire.envelope.FrameSealer;
import io.github.sluice.wire.envelope.RecordSealer;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a row of the demonstration's orders costs in Kafka, by envelope. */
class BytesPerRowTest {
    private static final int ROWS = 3_000;
    private static final int ROWS_PER_FRAME = 1_000;
    private static final RowSchema SCHEMA = new RowSchema(
            List.of(
                    WireColumn.of("id", "bigint"),
                    WireColumn.of("order_no", "char(20)"),
                    WireColumn.of("user_id", "bigint unsigned"),
                    WireColumn.of("status", "enum('new','paid','sent','done','已取消')"),
                    WireColumn.of("amount", "decimal(20,6)"),
                    WireColumn.of("is_gift", "tinyint(1)"),
                    WireColumn.of("remark", "varchar(255)"),
                    WireColumn.of("detail", "json"),
                    WireColumn.of("created_at", "datetime(3)"),
                    WireColumn.of("updated_at", "timestamp(6)")),
            List.of("id"));

    @Test
    void aFramedRowTakesAtMostFifteenPercentOfVersion1() throws SQLException {
        KeyRing ring = KeyRing.ofText("00112233445566778899aabbccddeeff");
        RecordSealer first = EnvelopeV1.sealer(ring);
        FrameSealer second = EnvelopeV2.sealer(ring, false);
        List<byte[]> rows = rows();
        byte[] key = new byte[16];
        double v1 = 0;
        double v2 = 0;
        for (byte[] row : rows) {
            v1 += first.seal(row, "t_order", key).length;
            v2 += second.seal(row, "t_order", key).length;
        }
        double framed = 0;
        for (int i = 0; i < ROWS; i += ROWS_PER_FRAME) {
            framed += second.sealFrame(rows.subList(i, i + ROWS_PER_FRAME), "t_order", null).length;
        }
        System.out.printf("bytes per row: v1 %.1f, v2 %.1f, v2 framed %.1f%n", v1 / ROWS, v2 / ROWS, framed / ROWS);
        assertThat(v2 / v1).isLessThan(0.55);
        assertThat(framed / v1).isLessThanOrEqualTo(0.15);
    }

    /** The rows that the demonstration inserts, as kafkawriter would write them. */
    private static List<byte[]> rows() throws SQLException {
        String[] statuses = {"new", "paid", "sent", "done", "已取消"};
        RowCodec codec = new RowCodec(SCHEMA);
        OrderShardTable table = new OrderShardTable("shop_1", 1, ROWS);
        List<byte[]> rows = new ArrayList<>();
        for (long id = 1; id <= ROWS; id++) {
            Object[] bound = new Object[SCHEMA.size()];
            PreparedStatement statement = (PreparedStatement) Proxy.newProxyInstance(
                    BytesPerRowTest.class.getClassLoader(),
                    new Class<?>[] {PreparedStatement.class},
                    (proxy, method, arguments) -> {
                        bound[(Integer) arguments[0] - 1] = arguments[1];
                        return null;
                    });
            table.bind(statement, id, new Random(id));
            bound[2] = new BigInteger(bound[2].toString());
            bound[3] = statuses[(Integer) bound[3] - 1];
            bound[5] = ((Integer) bound[5]).longValue();
            rows.add(codec.encode(codec.normalise(bound)));
        }
        return rows;
    }
}
