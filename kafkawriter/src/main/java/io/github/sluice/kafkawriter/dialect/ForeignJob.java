package io.github.sluice.kafkawriter.dialect;

import io.github.sluice.kafkawriter.Key;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/** One job on its way from another writer's words into ours. One thread. */
final class ForeignJob {
    private final String writer;
    private final Map<String, Object> given;
    private final Map<String, Object> ours = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<TranslatedJob.Fault> faults = new ArrayList<>();
    private boolean refused;

    ForeignJob(String writer, Map<String, Object> parameters) {
        this.writer = writer;
        this.given = new LinkedHashMap<>(parameters);
    }

    boolean has(String name) {
        return given.get(name) != null;
    }

    @Nullable
    Object get(String name) {
        return given.get(name);
    }

    /** Takes an old name out and warns of it. Null if it is not there, or null. */
    @Nullable
    Object take(String old, String writeInstead) {
        Object value = given.remove(old);
        if (value != null) {
            warnings.add(old + " is a name of " + writer + "; write " + writeInstead);
        }
        return value;
    }

    /** Moves a value from an old name to ours. */
    void rename(String old, String now) {
        Object value = take(old, now);
        if (value != null) {
            put(old, now, value);
        }
    }

    /** A value under our name for what the job says under its own; given in both words it would be ambiguous. */
    void put(String old, String now, Object value) {
        if (given.containsKey(now) && !now.equals(old)) {
            refuse(old, "means " + now + ", which is also given; give it once, as " + now);
        } else {
            ours.put(now, value);
        }
    }

    /** What the other writer does without being told; the job's own word for it wins. */
    void imply(String now, Object value) {
        if (!given.containsKey(now)) {
            ours.put(now, value);
        }
    }

    /** As {@link #imply}, for one producer property. */
    void implyProperty(String property, Object value) {
        Object known = ours.containsKey(Key.PRODUCER_PROPERTIES)
                ? ours.get(Key.PRODUCER_PROPERTIES)
                : given.get(Key.PRODUCER_PROPERTIES);
        if (known == null || known instanceof Map) {
            Map<Object, Object> properties =
                    known == null ? new LinkedHashMap<>() : new LinkedHashMap<>((Map<?, ?>) known);
            properties.putIfAbsent(property, value);
            ours.put(Key.PRODUCER_PROPERTIES, properties);
        }
    }

    /** Takes out an old name that has no meaning here, and says so. */
    void setAside(String old, String why) {
        if (given.remove(old) != null) {
            warnings.add(old + " of " + writer + " is not taken over: " + why);
        }
    }

    /** As {@link #setAside}, for one name in a map of them. */
    void setAsideIn(String map, String name, String why) {
        Object value = given.get(map);
        if (value instanceof Map && ((Map<?, ?>) value).containsKey(name)) {
            Map<Object, Object> rest = new LinkedHashMap<>((Map<?, ?>) value);
            rest.remove(name);
            given.put(map, rest);
            warnings.add(map + "[" + name + "] of " + writer + " is not taken over: " + why);
        }
    }

    /** Takes out an old name that cannot be translated. */
    void refuse(String old, String rule) {
        given.remove(old);
        faults.add(new TranslatedJob.Fault(old, rule));
    }

    /** Refuses the job as a whole. */
    void refuseAll(String old, String rule) {
        refuse(old, rule);
        refused = true;
    }

    /**
     * Moves another writer's map of producer properties to ours. Addresses and serializers have parameters of their own
     * here; kafka-clients' names for all others are the same.
     */
    void producerProperties(String old) {
        Object value = take(old, Key.PRODUCER_PROPERTIES);
        if (value == null) {
            return;
        }
        if (!(value instanceof Map)) {
            refuse(old, "must be an object of producer properties");
            return;
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, each) -> properties.put(String.valueOf(name), each));
        move(old, properties, ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, Key.KEY_SERIALIZER);
        move(old, properties, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, Key.VALUE_SERIALIZER);
        move(old, properties, ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, Key.BOOTSTRAP_SERVERS);
        put(old, Key.PRODUCER_PROPERTIES, properties);
    }

    private void move(String old, Map<String, Object> properties, String property, String now) {
        Object value = properties.remove(property);
        if (value == null) {
            return;
        }
        String where = old + "[" + property + "]";
        if (ours.containsKey(now)) {
            refuse(where, "means " + now + ", which is also given; give it once, as " + now);
            return;
        }
        warnings.add(where + " of " + writer + " has a parameter of its own here; write " + now);
        put(where, now, value);
    }

    /** Column names as the values of that writer came out: every value as text. Null if the value is no list of names. */
    static @Nullable List<Object> textColumns(@Nullable Object names) {
        if (!(names instanceof List) || ((List<?>) names).isEmpty()) {
            return null;
        }
        List<Object> columns = new ArrayList<>();
        for (Object name : (List<?>) names) {
            if (!(name instanceof String)) {
                return null;
            }
            Map<String, Object> column = new LinkedHashMap<>();
            column.put("name", name);
            column.put("format", "text");
            columns.add(column);
        }
        return Collections.unmodifiableList(columns);
    }

    TranslatedJob translated() {
        Map<String, Object> all = new LinkedHashMap<>(given);
        all.putAll(ours);
        return new TranslatedJob(all, warnings, faults, refused);
    }
}
