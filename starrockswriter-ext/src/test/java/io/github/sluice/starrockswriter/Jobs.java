package io.github.sluice.starrockswriter;

import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.wire.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writer parameters for tests. */
final class Jobs {
    private Jobs() {}

    /** The required parameters and, in pairs, others; a null value takes a parameter away. */
    static Configuration parameters(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(Key.USERNAME, "loader");
        map.put(Key.PASSWORD, "s3cret");
        map.put(Key.LOAD_URL, List.of("localhost:8030"));
        map.put(Key.DATABASE, "d");
        map.put(Key.TABLE, "t");
        map.put(Key.COLUMN, List.of("id", "name"));
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] == null) {
                map.remove((String) pairs[i]);
            } else {
                map.put((String) pairs[i], pairs[i + 1]);
            }
        }
        return Configuration.from(Json.write(map));
    }

    static StarRocksWriterSettings settings(Object... pairs) {
        return StarRocksWriterSettings.from(parameters(pairs));
    }
}
