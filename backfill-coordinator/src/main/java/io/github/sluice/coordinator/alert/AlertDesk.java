package io.github.sluice.coordinator.alert;

import io.github.sluice.coordinator.alert.Alert.Kind;
import io.github.sluice.coordinator.alert.AlertSender.Delivery;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what is said: the same alert once in a while, and the good news only after bad news. What was said stands in a
 * file, so that a command which cron starts anew remembers it. An alert that no channel took counts as not said. Thread-safe.
 */
public final class AlertDesk {
    private static final Logger LOG = LoggerFactory.getLogger(AlertDesk.class);
    private static final int MANY = 1000;

    private final Path file;
    private final String speaker;
    private final Duration repeatAfter;
    private final AlertSender sender;
    private final Clock clock;
    private final Consumer<Alert> listener;
    /** When each alert was said, by subject and kind. */
    private final Map<String, Instant> said = new LinkedHashMap<>();
    /** Subjects whose bad news was said, and whose good news was not. */
    private final Set<String> open = new LinkedHashSet<>();

    private final List<CompletableFuture<?>> underWay = new ArrayList<>();

    /**
     * A desk that remembers what its file holds.
     *
     * @param file need not exist
     * @param speaker who says it
     * @param listener hears every alert that is sent
     */
    public AlertDesk(
            Path file,
            String speaker,
            Duration repeatAfter,
            AlertSender sender,
            Clock clock,
            Consumer<Alert> listener) {
        this.file = file;
        this.speaker = speaker;
        this.repeatAfter = repeatAfter;
        this.sender = sender;
        this.clock = clock;
        this.listener = listener;
        read();
    }

    /** Says it, unless the same was said less than the repeat time ago. */
    public synchronized void raise(Kind kind, String subject, List<Phrase> reasons, String budget) {
        String key = kind + " " + subject;
        Instant now = clock.instant();
        Instant before = said.get(key);
        if (before != null && now.isBefore(before.plus(repeatAfter))) {
            return;
        }
        said.put(key, now);
        open.add(subject);
        send(alert(kind, subject, reasons, budget), () -> said.remove(key, now));
    }

    /** Says that a subject is well, if it was said that it was not. */
    public synchronized void settle(Kind kind, String subject, List<Phrase> reasons) {
        if (open.remove(subject)) {
            send(alert(kind, subject, reasons, ""), () -> open.add(subject));
        }
    }

    private Alert alert(Kind kind, String subject, List<Phrase> reasons, String budget) {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), clock.getZone());
        return new Alert(kind, speaker, subject, now, reasons, budget);
    }

    private void send(Alert alert, Runnable otherwise) {
        listener.accept(alert);
        if (!sender.hasChannels()) {
            return;
        }
        CompletableFuture<?> delivery = sender.send(alert).thenAccept(deliveries -> {
            if (deliveries.stream().noneMatch(Delivery::delivered)) {
                synchronized (this) {
                    otherwise.run();
                }
            }
        });
        underWay.removeIf(CompletableFuture::isDone);
        underWay.add(delivery);
    }

    /**
     * Waits for what is under way.
     *
     * @return whether all of it ended in time
     */
    public boolean await(Duration limit) {
        CompletableFuture<?>[] all;
        synchronized (this) {
            all = underWay.toArray(new CompletableFuture<?>[0]);
        }
        try {
            CompletableFuture.allOf(all).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            LOG.error("an alert could not be sent", e.getCause());
            return true;
        }
    }

    private void read() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            if (Json.parse(Files.readString(file)) instanceof Map<?, ?> map) {
                if (map.get("said") instanceof Map<?, ?> known) {
                    known.forEach((key, at) -> said.put(String.valueOf(key), Instant.parse(String.valueOf(at))));
                }
                if (map.get("open") instanceof List<?> known) {
                    known.forEach(subject -> open.add(String.valueOf(subject)));
                }
            }
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            LOG.warn("{} cannot be read, so alerts may be repeated: {}", file, e.toString());
        }
    }

    /** Writes down what was said; replaces the file in one step. */
    public synchronized void save() throws IOException {
        Instant now = clock.instant();
        if (said.size() > MANY) {
            said.values().removeIf(at -> now.isAfter(at.plus(repeatAfter)));
        }
        Map<String, Object> times = new LinkedHashMap<>();
        said.forEach((key, at) -> times.put(key, at.toString()));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("said", times);
        document.put("open", new ArrayList<>(open));
        replace(file, Json.write(document));
    }

    /** Puts a whole text in a file's place. */
    public static void replace(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Subjects whose bad news was said, and whose good news was not. */
    public synchronized Set<String> open() {
        return new HashSet<>(open);
    }
}
