package io.github.sluice.wire.key;

import io.github.sluice.wire.json.Json;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one installation at one moment: a root and one or more data keys, exactly one of them active. Immutable and
 * thread-safe; printing one is safe. {@link KeyRing} follows a file that holds one.
 *
 * <p><b>The root</b> seals no row. What must outlive a rotation is derived from it: record keys, because a row's key decides its
 * partition and with it the order of its changes, and the seals of control and position records. A single key in
 * hexadecimal digits is a set whose root and only data key are that key, so such an installation can begin to rotate
 * and its rows stay in their partitions.
 *
 * <pre>
 * {"format":"sluice-keys/1","root":"&lt;hex&gt;","keys":[
 *   {"id":"5e1f00c3","key":"&lt;hex&gt;","algorithm":"AES-GCM","state":"active","created":"2026-01-31T08:00:00Z",
 *    "maxRecords":4294967296,"maxStarts":65536,"maxAgeDays":365}]}
 * </pre>
 *
 * <p>{@code id} may be left out and must be right if it is there; {@code algorithm} defaults to AES-GCM, the limits to
 * {@link KeyLimits#DEFAULT}; {@code created} may be unknown.
 */
public final class KeySet {
    private static final String FORMAT = "sluice-keys/1";
    private static final Set<String> FIELDS = new HashSet<>(Arrays.asList("format", "root", "keys"));
    private static final Set<String> KEY_FIELDS = new HashSet<>(
            Arrays.asList("id", "key", "algorithm", "state", "created", "maxRecords", "maxStarts", "maxAgeDays"));

    private final DataKey root;
    private final List<RingKey> keys;
    private final RingKey active;

    /** @throws IllegalArgumentException if not exactly one key is active, or two share an id */
    private KeySet(DataKey root, List<RingKey> keys) {
        Set<String> ids = new HashSet<>();
        RingKey found = null;
        for (RingKey key : keys) {
            if (!ids.add(key.id())) {
                throw new IllegalArgumentException("two keys have the id " + key.id());
            }
            if (key.state() == RingKey.State.ACTIVE) {
                if (found != null) {
                    throw new IllegalArgumentException("keys " + found.id() + " and " + key.id() + " are both active");
                }
                found = key;
            }
        }
        if (found == null) {
            throw new IllegalArgumentException("no key is active");
        }
        this.root = root;
        this.keys = Collections.unmodifiableList(new ArrayList<>(keys));
        this.active = found;
    }

    /** A set of one AES key that is its own root. */
    public static KeySet of(DataKey key) {
        return new KeySet(
                key,
                Collections.singletonList(
                        new RingKey(key, KeyAlgorithm.AES_GCM, RingKey.State.ACTIVE, null, KeyLimits.DEFAULT)));
    }

    /** A new root and a new active key, both of chance. */
    public static KeySet generate(KeyAlgorithm algorithm, KeyLimits limits, Instant now, SecureRandom random) {
        return new KeySet(DataKey.random(32, random), Collections.singletonList(fresh(algorithm, limits, now, random)));
    }

    /** This set with a new active key in front; the one that was active is retired. */
    public KeySet rotated(KeyAlgorithm algorithm, KeyLimits limits, Instant now, SecureRandom random) {
        List<RingKey> all = new ArrayList<>();
        all.add(fresh(algorithm, limits, now, random));
        for (RingKey key : keys) {
            all.add(key.retired());
        }
        return new KeySet(root, all);
    }

    private static RingKey fresh(KeyAlgorithm algorithm, KeyLimits limits, Instant now, SecureRandom random) {
        DataKey key = DataKey.random(algorithm == KeyAlgorithm.SM4_GCM ? 16 : 32, random);
        return new RingKey(key, algorithm, RingKey.State.ACTIVE, Instant.ofEpochSecond(now.getEpochSecond()), limits);
    }

    /**
     * Reads a set, or a single key in hexadecimal digits.
     *
     * @throws UnusableKeyException if the text is neither; it names {@code what} and repeats nothing of the text
     */
    static KeySet parse(String text, String what) {
        if (!text.trim().startsWith("{")) {
            return of(DataKey.of(text, what));
        }
        try {
            return read(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnusableKeyException(what + " is no key ring: " + e.getMessage(), e);
        }
    }

    private static KeySet read(String text) {
        Map<?, ?> ring = object(Json.parse(text), "the ring");
        onlyKnown(ring, FIELDS, "the ring");
        if (!FORMAT.equals(ring.get("format"))) {
            throw new IllegalArgumentException("format is not " + FORMAT);
        }
        Object listed = ring.get("keys");
        if (!(listed instanceof List)) {
            throw new IllegalArgumentException("keys is not a list");
        }
        List<RingKey> keys = new ArrayList<>();
        for (Object each : (List<?>) listed) {
            String place = "keys[" + keys.size() + "]";
            try {
                keys.add(key(object(each, place)));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
            }
        }
        return new KeySet(DataKey.of(string(ring, "root"), "root"), keys);
    }

    private static RingKey key(Map<?, ?> fields) {
        onlyKnown(fields, KEY_FIELDS, "it");
        DataKey key = DataKey.of(string(fields, "key"), "key");
        Object id = fields.get("id");
        if (id != null && !id.equals(key.id())) {
            throw new IllegalArgumentException("id is not the one of this key, " + key.id() + "; was the key changed?");
        }
        Object algorithm = fields.get("algorithm");
        Object created = fields.get("created");
        Long days = number(fields, "maxAgeDays");
        Long records = number(fields, "maxRecords");
        Long starts = number(fields, "maxStarts");
        return new RingKey(
                key,
                algorithm == null ? KeyAlgorithm.AES_GCM : KeyAlgorithm.parse(String.valueOf(algorithm)),
                RingKey.State.parse(string(fields, "state")),
                created == null ? null : Instant.parse(string(fields, "created")),
                new KeyLimits(
                        records == null ? KeyLimits.MAX_RECORDS : records,
                        starts == null ? KeyLimits.MAX_STARTS : starts,
                        days == null ? null : Duration.ofDays(days)));
    }

    private static Map<?, ?> object(@Nullable Object value, String what) {
        if (!(value instanceof Map)) {
            throw new IllegalArgumentException(what + " is no JSON object");
        }
        return (Map<?, ?>) value;
    }

    /** A misspelt limit must not pass for none. */
    private static void onlyKnown(Map<?, ?> fields, Set<String> known, String what) {
        for (Object name : fields.keySet()) {
            if (!known.contains(name)) {
                // the name is not repeated: in a mangled file it may be a key
                throw new IllegalArgumentException(what + " has a field that is none of " + known);
            }
        }
    }

    private static String string(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        if (!(value instanceof String)) {
            throw new IllegalArgumentException(name + " is missing or no string");
        }
        return (String) value;
    }

    private static @Nullable Long number(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        if (value != null && !(value instanceof Long)) {
            throw new IllegalArgumentException(name + " is no whole number");
        }
        return (Long) value;
    }

    /** What record keys and control seals are derived from. */
    public DataKey root() {
        return root;
    }

    /** The key that seals. */
    public RingKey active() {
        return active;
    }

    /** All keys, in the file's order. */
    public List<RingKey> keys() {
        return keys;
    }

    /** Null where no key has this id. */
    public @Nullable RingKey find(String id) {
        for (RingKey key : keys) {
            if (key.id().equals(id)) {
                return key;
            }
        }
        return null;
    }

    /** The file's text, keys included. Not to be printed. */
    public String toJson() {
        List<Object> list = new ArrayList<>();
        for (RingKey key : keys) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", key.id());
            fields.put("key", key.key().hex());
            fields.put("algorithm", key.algorithm().toString());
            fields.put("state", key.state().toString());
            if (key.created() != null) {
                fields.put("created", key.created().toString());
            }
            fields.put("maxRecords", key.limits().records());
            fields.put("maxStarts", key.limits().starts());
            Duration age = key.limits().age();
            if (age != null) {
                fields.put("maxAgeDays", age.toDays());
            }
            list.add(fields);
        }
        Map<String, Object> ring = new LinkedHashMap<>();
        ring.put("format", FORMAT);
        ring.put("root", root.hex());
        ring.put("keys", list);
        return Json.write(ring);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeySet && ((KeySet) other).root.equals(root) && ((KeySet) other).keys.equals(keys);
    }

    @Override
    public int hashCode() {
        return Objects.hash(root, keys);
    }

    @Override
    public String toString() {
        return keys.toString();
    }
}
