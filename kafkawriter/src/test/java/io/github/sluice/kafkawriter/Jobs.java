package io.github.sluice.kafkawriter;

import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.wire.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writer parameters for tests. */
final class Jobs {
    static final String HEX_KEY = "00112233445566778899aabbccddeeff";

    private Jobs() {}

    /** The required parameters and, in pairs, others; a null value takes a parameter away. */
    static Configuration parameters(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(Key.BOOTSTRAP_SERVERS, "localhost:9092");
        map.put(Key.TOPIC, "t");
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] == null) {
                map.remove((String) pairs[i]);
            } else {
                map.put((String) pairs[i], pairs[i + 1]);
            }
        }
        return Configuration.from(Json.write(map));
    }

    static KafkaWriterSettings settings(Object... pairs) {
        return KafkaWriterSettings.from(parameters(pairs));
    }
}
