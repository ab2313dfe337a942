package io.github.sluice.coordinator.alert;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.alert.ChannelFormat.Message;
import io.github.sluice.coordinator.alert.ChannelFormat.Reply;
import io.github.sluice.coordinator.settings.WatchSettings.Channel;
import io.github.sluice.wire.key.SecretReference;
import io.github.sluice.wire.key.UnusableKeyException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers alerts to every channel, on a thread of its own so that nobody waits for a chat tool. A channel that does not
 * answer, or says "later", is tried again a few times; what is not delivered then is logged and counted. No address and no
 * secret goes into a log or a message. Thread-safe; closed by its opener.
 */
public final class AlertSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertSender.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int WAITING = 100;

    /** Before the second try, the third and the fourth; a minute is what rate limits count in. */
    public static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(60));

    /**
     * How one channel took an alert.
     *
     * @param refused whether it answered, and the answer was no; else nothing is known
     * @param text why it was not delivered; empty if it was
     */
    public record Delivery(String channel, boolean delivered, boolean refused, String text) {}

    private final List<Channel> channels;
    private final Wording wording;
    private final List<Duration> pauses;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                Thread worker = new Thread(task, "alerts");
                worker.setDaemon(true);
                return worker;
            });
    private final AtomicLong undelivered = new AtomicLong();

    /**
     * A sender that is ready.
     *
     * @param pauses before each further try; empty for a single one
     * @throws Failure with {@link ExitCode#USAGE} naming every reference that leads to nothing
     */
    public AlertSender(List<Channel> channels, Wording wording, List<Duration> pauses, Clock clock) {
        this.channels = List.copyOf(channels);
        this.wording = wording;
        this.pauses = List.copyOf(pauses);
        this.clock = clock;
        List<String> faults = new ArrayList<>();
        for (Channel channel : channels) {
            try {
                url(channel);
                secret(channel);
            } catch (UnusableKeyException e) {
                faults.add("channel " + channel.name() + ": " + e.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw new Failure(ExitCode.USAGE, String.join("; ", faults));
        }
    }

    /** Whether there is anybody to tell. */
    public boolean hasChannels() {
        return !channels.isEmpty();
    }

    /**
     * Sends it some time soon.
     *
     * @return how each channel took it; an alert that finds too many waiting is delivered nowhere
     */
    public CompletableFuture<List<Delivery>> send(Alert alert) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> channels.stream()
                            .map(channel -> deliver(channel, alert))
                            .toList(),
                    thread);
        } catch (RejectedExecutionException e) {
            undelivered.addAndGet(channels.size());
            LOG.error("alert {} of {} is not sent: too many are waiting", alert.kind(), alert.subject());
            return CompletableFuture.completedFuture(channels.stream()
                    .map(channel -> new Delivery(channel.name(), false, false, "too many alerts are waiting"))
                    .toList());
        }
    }

    /** Messages that a channel did not take, of all that were sent. */
    public long undelivered() {
        return undelivered.get();
    }

    private Delivery deliver(Channel channel, Alert alert) {
        Reply last = new Reply(false, true, "");
        for (int attempt = 0; last.again() && attempt <= pauses.size(); attempt++) {
            if (attempt > 0 && !pause(pauses.get(attempt - 1))) {
                break;
            }
            last = once(channel, alert);
            if (last.delivered()) {
                return new Delivery(channel.name(), true, false, "");
            }
            LOG.warn(
                    "channel {}: {} of {} not delivered (try {}): {}",
                    channel.name(),
                    alert.kind(),
                    alert.subject(),
                    attempt + 1,
                    last.text());
        }
        undelivered.incrementAndGet();
        LOG.error("channel {}: {} of {} is given up", channel.name(), alert.kind(), alert.subject());
        return new Delivery(channel.name(), false, !last.again(), last.text());
    }

    /** The pause, which an interrupt ends; then nothing is tried any more. */
    private static boolean pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Reply once(Channel channel, Alert alert) {
        ChannelFormat format = ChannelFormat.of(channel.kind());
        String url = "";
        String secret = "";
        try {
            url = url(channel);
            secret = secret(channel);
            Message message = format.message(alert, wording, url, secret.isEmpty() ? null : secret, clock.instant());
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(message.url()))
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/json; charset=utf-8")
                            .POST(BodyPublishers.ofString(message.body(), StandardCharsets.UTF_8))
                            .build(),
                    BodyHandlers.ofString(StandardCharsets.UTF_8));
            Reply reply = format.reply(response.statusCode(), response.body());
            return new Reply(reply.delivered(), reply.again(), hidden(reply.text(), url, secret));
        } catch (UnusableKeyException e) {
            return new Reply(false, false, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // the message of a connection that failed may hold the address
            return new Reply(false, true, "no answer (" + e.getClass().getSimpleName() + ")");
        } catch (IllegalArgumentException e) {
            return new Reply(false, false, "its address is no URL");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply(false, true, "interrupted");
        }
    }

    /** What a channel says may repeat what it was sent. */
    private static String hidden(String text, String url, String secret) {
        String safe = secret.isEmpty() ? text : text.replace(secret, "[hidden]");
        for (String part : url.split("[/?&=]")) {
            safe = part.length() < 8 || part.contains(".") ? safe : safe.replace(part, "[hidden]");
        }
        return safe;
    }

    /** The address, read anew each time so that a new one needs no restart. */
    private static String url(Channel channel) {
        String url = SecretReference.parse(channel.url()).resolve().strip();
        if (!url.matches("https?://[^\\s/]+(/\\S*)?(\\?\\S*)?")) {
            throw new UnusableKeyException(channel.url() + " is not http(s)://HOST/...");
        }
        return url;
    }

    private static String secret(Channel channel) {
        String reference = channel.secret();
        return reference == null
                ? ""
                : SecretReference.parse(reference).resolve().strip();
    }

    /** As {@link #close(Duration)} with ten seconds. */
    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }

    /** Takes no more, and gives those that wait so much time. */
    public void close(Duration limit) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
