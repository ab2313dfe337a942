package io.github.sluice.coordinator.compare;

import io.github.sluice.wire.control.ControlRecord;
import io.github.sluice.wire.control.ControlSealer;
import io.github.sluice.wire.envelope.UndecryptableException;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.DataKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sealed messages of one table's comparison over a channel that anybody may read and write. A message says in clear to
 * which run, table, session, direction and number it belongs, and is sealed for just that place: a record put elsewhere,
 * or of another key, does not open and is ignored. Long messages travel in parts; parts of two answers to one question
 * never mix, because each message has a name of its own. One thread.
 */
final class Exchange implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    /** At most three bytes each in UTF-8: with envelope and frame below 1 MB, which brokers take by default. */
    private static final int PART_CHARS = 250_000;

    private static final String STEP = "compare";

    private final Channel channel;
    private final String run;
    private final String table;
    private final ControlSealer sealer;
    private final Map<String, Parts> unfinished = new HashMap<>();
    private long unopened;

    Exchange(Channel channel, String run, String table, DataKey key) {
        this.channel = channel;
        this.run = run;
        this.table = table;
        this.sealer = new ControlSealer(key);
    }

    /** Who says it. */
    enum Direction {
        QUESTION,
        ANSWER
    }

    /**
     * One message.
     *
     * @param session random name of the comparison, chosen by the half that asks
     * @param number of the question, from 1
     */
    record Message(String session, Direction direction, int number, Map<String, @Nullable Object> body) {}

    private static final class Parts {
        private final @Nullable String[] texts;
        private int missing;

        Parts(int count) {
            texts = new @Nullable String[count];
            missing = count;
        }
    }

    void send(Message message, String name) {
        String text = Json.write(message.body());
        List<String> parts = split(text);
        for (int i = 0; i < parts.size(); i++) {
            String step = String.join(
                    "/",
                    STEP,
                    message.session(),
                    message.direction().name(),
                    Integer.toString(message.number()),
                    name,
                    Integer.toString(i),
                    Integer.toString(parts.size()));
            byte[] where = Json.write(List.of(run, table, step)).getBytes(StandardCharsets.UTF_8);
            channel.send(where, sealer.seal(new ControlRecord(run, table, step, parts.get(i))));
        }
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + PART_CHARS);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            parts.add(text.substring(from, to));
            from = to;
        }
        return parts;
    }

    /** Messages that have become complete, in the order of their last parts. */
    List<Message> poll(Duration patience) {
        List<Message> messages = new ArrayList<>();
        for (Channel.Record record : channel.poll(patience)) {
            hear(record).ifPresent(messages::add);
        }
        return messages;
    }

    /** Records of this table's exchange that did not open. */
    long unopened() {
        return unopened;
    }

    private Optional<Message> hear(Channel.Record record) {
        try {
            if (!(Json.parse(new String(record.key(), StandardCharsets.UTF_8)) instanceof List<?> where)
                    || where.size() != 3
                    || !run.equals(where.get(0))
                    || !table.equals(where.get(1))) {
                return Optional.empty();
            }
            String step = String.valueOf(where.get(2));
            String[] place = step.split("/", -1);
            if (place.length != 7 || !place[0].equals(STEP)) {
                return Optional.empty();
            }
            String text = sealer.open(record.value(), run, table, step).body();
            int part = Integer.parseInt(place[5]);
            int count = Integer.parseInt(place[6]);
            String message = String.join("/", place[1], place[2], place[3], place[4]);
            Parts parts = unfinished.computeIfAbsent(message, name -> new Parts(count));
            if (parts.texts[part] == null) {
                parts.texts[part] = text;
                parts.missing--;
            }
            if (parts.missing > 0) {
                return Optional.empty();
            }
            unfinished.remove(message);
            return Optional.of(new Message(
                    place[1],
                    Direction.valueOf(place[2]),
                    Integer.parseInt(place[3]),
                    body(Json.parse(String.join("", java.util.Arrays.asList(parts.texts))))));
        } catch (UndecryptableException | IllegalArgumentException e) {
            unopened++;
            LOG.warn("exchange of {}: a record is ignored: {}", table, e.getMessage());
            return Optional.empty();
        }
    }

    private static Map<String, @Nullable Object> body(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("a message is an object");
        }
        Map<String, @Nullable Object> body = new HashMap<>();
        map.forEach((name, value) -> body.put(String.valueOf(name), value));
        return body;
    }

    @Override
    public void close() {
        channel.close();
    }
}
