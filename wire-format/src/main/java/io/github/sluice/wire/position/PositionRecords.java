package io.github.sluice.wire.position;

import io.github.sluice.wire.control.ControlRecord;
import io.github.sluice.wire.control.ControlSealer;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Position records as they stand in the positions topic (compacted, one partition). Thread-safe.
 *
 * <p>The Kafka key is the JSON list {@code ["streamer","source"]} in UTF-8; the value is a {@link ControlRecord},
 * sealed by {@link ControlSealer}: run {@code positions/STREAMER}, table SOURCE, step {@code position}, body
 * {@link StreamPosition#toJson}. The broker is public, and a forged position would let a snapshot start too early: a
 * record that does not open is no position. Keys of any other form belong to other records of the streamer.
 */
public final class PositionRecords {
    private static final String STEP = "position";

    private final ControlSealer sealer;

    public PositionRecords(DataKey key) {
        this.sealer = new ControlSealer(key);
    }

    /** The Kafka key of a source's position. */
    public static byte[] key(String streamer, String source) {
        return Json.write(Arrays.asList(streamer, source)).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a Kafka key is that of this source's position. */
    public static boolean isKey(byte @Nullable [] key, String streamer, String source) {
        return Arrays.asList(streamer, source).equals(owner(key));
    }

    /** The streamer's and the source's name of the position that a Kafka key is of; null if it is of none. */
    public static @Nullable List<String> owner(byte @Nullable [] key) {
        if (key == null) {
            return null;
        }
        Object place;
        try {
            place = Json.parse(new String(key, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
        if (!(place instanceof List) || ((List<?>) place).size() != 2) {
            return null;
        }
        Object streamer = ((List<?>) place).get(0);
        Object source = ((List<?>) place).get(1);
        return streamer instanceof String && source instanceof String
                ? Collections.unmodifiableList(Arrays.asList((String) streamer, (String) source))
                : null;
    }

    /** The Kafka value. */
    public byte[] seal(String streamer, String source, StreamPosition position) {
        return sealer.seal(new ControlRecord(run(streamer), source, STEP, position.toJson()));
    }

    /**
     * The position in a Kafka value.
     *
     * @throws UndecryptableException if the bytes were not sealed with this key for this streamer and source
     * @throws IllegalArgumentException if they were, but hold no position of a version that this build reads
     */
    public StreamPosition open(String streamer, String source, byte[] value) throws UndecryptableException {
        return StreamPosition.fromJson(
                sealer.open(value, run(streamer), source, STEP).body());
    }

    private static String run(String streamer) {
        return "positions/" + streamer;
    }
}
