package io.github.sluice.kafkawriter;

import io.github.sluice.writer.ParameterMap;
import io.github.sluice.writer.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.utils.ByteUtils;

/** The headers that every record of a job carries: names and UTF-8 text. Immutable. */
final class ConstantHeaders {
    private final List<Header> headers;
    private final int encodedBytes;

    private ConstantHeaders(List<Header> headers) {
        this.headers = Collections.unmodifiableList(headers);
        int bytes = ByteUtils.sizeOfVarint(headers.size());
        for (Header header : headers) {
            int name = header.key().getBytes(StandardCharsets.UTF_8).length;
            bytes += ByteUtils.sizeOfVarint(name) + name;
            bytes += ByteUtils.sizeOfVarint(header.value().length) + header.value().length;
        }
        this.encodedBytes = bytes;
    }

    static ConstantHeaders from(ParameterMap given, Problems problems) {
        List<Header> headers = new ArrayList<>();
        for (Map.Entry<String, String> entry : given.stringMap(Key.HEADERS).entrySet()) {
            String left = JobValues.unresolved(entry.getValue());
            if (left != null) {
                problems.add(Key.HEADERS + "[" + entry.getKey() + "]", JobValues.rule(left));
            }
            headers.add(new RecordHeader(entry.getKey(), entry.getValue().getBytes(StandardCharsets.UTF_8)));
        }
        return new ConstantHeaders(headers);
    }

    List<Header> list() {
        return headers;
    }

    /** Their size within a record, as the Kafka protocol guide gives it for record batch v2. */
    int encodedBytes() {
        return encodedBytes;
    }

    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        headers.forEach(header -> names.add(header.key()));
        return names.toString();
    }
}
