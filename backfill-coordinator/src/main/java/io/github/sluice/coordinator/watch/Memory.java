package io.github.sluice.coordinator.watch;

import io.github.sluice.coordinator.alert.AlertDesk;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a watch remembers of each process from one look to the next, and in a file from one watch to the next. One
 * thread.
 */
final class Memory {
    private static final Logger LOG = LoggerFactory.getLogger(Memory.class);

    /** One process. */
    static final class Past {
        /** When it was started again, oldest first. */
        final List<Instant> restarts = new ArrayList<>();
        /** When it was started; null if an earlier watch or somebody else did. */
        @Nullable
        Instant startedAt;
        /** Since when something is wrong that may pass; null for nothing. */
        @Nullable
        Instant illSince;
        /** When it was asked to end; null if it was not. */
        @Nullable
        Instant stoppingSince;
        /** How it ended in a way that a restart cannot mend; null if it did not. */
        @Nullable
        Long fatalExit;

        /** Forgets restarts that no longer count, and tells how many do. */
        int restartsWithin(Duration per, Instant now) {
            restarts.removeIf(at -> !now.isBefore(at.plus(per)));
            return restarts.size();
        }
    }

    private final Path file;
    private final Map<String, Past> pasts = new LinkedHashMap<>();

    /** @param file need not exist; one that cannot be read is said in the log and begun anew */
    Memory(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try {
                read(Json.parse(Files.readString(file)));
            } catch (IOException | IllegalArgumentException | DateTimeException e) {
                LOG.warn("{} cannot be read, so earlier restarts do not count: {}", file, e.toString());
                pasts.clear();
            }
        }
    }

    Past of(String process) {
        return pasts.computeIfAbsent(process, any -> new Past());
    }

    private void read(@Nullable Object document) {
        if (!(document instanceof Map<?, ?> all)) {
            throw new IllegalArgumentException("not an object");
        }
        all.forEach((name, value) -> {
            if (value instanceof Map<?, ?> map) {
                Past past = of(String.valueOf(name));
                if (map.get("restarts") instanceof List<?> times) {
                    times.forEach(at -> past.restarts.add(Instant.parse(String.valueOf(at))));
                }
                past.startedAt = instant(map.get("startedAt"));
                past.illSince = instant(map.get("illSince"));
                past.stoppingSince = instant(map.get("stoppingSince"));
                past.fatalExit = map.get("fatalExit") instanceof Long code ? code : null;
            }
        });
    }

    private static @Nullable Instant instant(@Nullable Object text) {
        return text == null ? null : Instant.parse(String.valueOf(text));
    }

    /** Replaces the file in one step. */
    void save() throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        pasts.forEach((name, past) -> {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            map.put("restarts", past.restarts.stream().map(Instant::toString).toList());
            map.put("startedAt", text(past.startedAt));
            map.put("illSince", text(past.illSince));
            map.put("stoppingSince", text(past.stoppingSince));
            map.put("fatalExit", past.fatalExit);
            document.put(name, map);
        });
        AlertDesk.replace(file, Json.write(document));
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
