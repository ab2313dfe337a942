package io.github.sluice.connect.decrypt;

import io.github.sluice.wire.envelope.EnvelopeV2;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A record as its sealer knew it: the bytes of value and key, and the topic that it was sent to. Immutable. */
public final class SealedRecord {
    /** Connect writes it into dead letters, with {@code errors.deadletterqueue.context.headers.enable=true}. */
    public static final String ORIGINAL_TOPIC = "__connect.errors.topic";

    /** What a text converter leaves of bytes that are no UTF-8. */
    private static final char REPLACEMENT = '\ufffd';

    private final byte[] value;
    private final String topic;
    private final byte @Nullable [] key;

    private SealedRecord(byte[] value, String topic, byte @Nullable [] key) {
        this.value = value;
        this.topic = topic;
        this.key = key;
    }

    /**
     * @param value of the record, not null
     * @param deadLetter whether the topic's name is to be taken from the record's header
     * @throws DataException if a converter has not left the bytes as they were, or the header is missing; it names the setting
     */
    public static SealedRecord of(ConnectRecord<?> record, Object value, boolean deadLetter) {
        byte[] sealed = bytes(record, "value", value);
        Object key = record.key();
        boolean bound = EnvelopeV2.begins(sealed);
        if (bound && value instanceof String) {
            throw new DataException(place(record) + ": an envelope of version 2 is binary; set value.converter to"
                    + " org.apache.kafka.connect.converters.ByteArrayConverter");
        }
        byte[] keyBytes = key == null || !bound ? null : bytes(record, "key", key);
        if (bound && key instanceof String && ((String) key).indexOf(REPLACEMENT) >= 0) {
            throw new DataException(
                    place(record) + ": the record key is no text, and an envelope of version 2 is bound to it;"
                            + " set key.converter to org.apache.kafka.connect.converters.ByteArrayConverter");
        }
        return new SealedRecord(sealed, bound && deadLetter ? originalTopic(record) : record.topic(), keyBytes);
    }

    public byte[] value() {
        return value;
    }

    public String topic() {
        return topic;
    }

    public byte @Nullable [] key() {
        return key;
    }

    /** Where a record is, without what it is. */
    public static String place(ConnectRecord<?> record) {
        String place = "topic " + record.topic() + ", partition " + record.kafkaPartition();
        return record instanceof SinkRecord ? place + ", offset " + ((SinkRecord) record).kafkaOffset() : place;
    }

    private static String originalTopic(ConnectRecord<?> record) {
        Header header = record.headers().lastWithName(ORIGINAL_TOPIC);
        Object topic = header == null ? null : header.value();
        if (topic instanceof byte[]) {
            return new String((byte[]) topic, StandardCharsets.UTF_8);
        }
        if (topic instanceof String) {
            return (String) topic;
        }
        throw new DataException(place(record) + ": a dead letter without the header " + ORIGINAL_TOPIC
                + "; the connector that wrote it needs errors.deadletterqueue.context.headers.enable=true");
    }

    private static byte[] bytes(ConnectRecord<?> record, String part, Object value) {
        if (value instanceof String) {
            return ((String) value).getBytes(StandardCharsets.UTF_8);
        }
        if (value instanceof byte[]) {
            return (byte[]) value;
        }
        throw new DataException(place(record) + ": the " + part + " is a "
                + value.getClass().getName()
                + "; set " + part + ".converter to org.apache.kafka.connect.storage.StringConverter"
                + " or org.apache.kafka.connect.converters.ByteArrayConverter");
    }
}
