package io.github.sluice.kafkawriter;

import io.github.sluice.wire.envelope.Envelopes;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.row.RowCodec;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One of the forms that {@link SourceRows} can have in a topic. */
enum RowsOnTheWire {
    TEXT("text", null, false),
    TEXT_V1("text", "v1", false),
    TEXT_V2("text", "v2", false),
    JSON("json", null, false),
    JSON_V1("json", "v1", false),
    JSON_V2("json", "v2", false),
    JSON_FRAMED("json", "v2", true);

    /** So few that the rows make some tens of requests. */
    private static final int ROWS_OF_A_FRAME = 20;

    private static final RowSchema SCHEMA =
            new RowSchema(List.of(WireColumn.bare("id"), WireColumn.bare("text")), List.of("id"));

    private final String writeType;
    private final String envelope;
    private final boolean framed;

    RowsOnTheWire(String writeType, String envelope, boolean framed) {
        this.writeType = writeType;
        this.envelope = envelope;
        this.framed = framed;
    }

    void addTo(Map<String, Object> writer) {
        writer.put(Key.COLUMN, List.of("id", "text"));
        writer.put(Key.KEY_COLUMNS, List.of("id"));
        writer.put(Key.WRITE_TYPE, writeType);
        if (envelope != null) {
            writer.put(Key.ENCRYPTION_KEY, Jobs.HEX_KEY);
            writer.put(Key.ENVELOPE, envelope);
        }
        if (framed) {
            writer.put(Key.FRAME, Map.of("rows", ROWS_OF_A_FRAME));
        }
    }

    /** The rows of these records, opened, as {@link SourceRows#row} writes them. */
    List<String> read(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
        RowCodec codec = new RowCodec(SCHEMA);
        List<String> rows = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            List<byte[]> plain = envelope == null
                    ? List.of(record.value())
                    : Envelopes.opener(KeyRing.ofText(Jobs.HEX_KEY))
                            .openAll(record.value(), record.topic(), record.key());
            for (byte[] row : plain) {
                List<?> values = writeType.equals("json")
                        ? List.of(codec.decode(row))
                        : TextRowsTest.parse(new String(row, StandardCharsets.UTF_8), "\t", "\\N");
                rows.add(SourceRows.row(values.get(0), values.get(1)));
            }
        }
        return rows;
    }
}
