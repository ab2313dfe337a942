package io.github.sluice.coordinator.watch;

import io.github.sluice.coordinator.alert.Phrase;
import io.github.sluice.coordinator.settings.WatchSettings.Watched;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signs of life: the id file, the streamer's {@code /live}, the age of its newest committed position by {@code /metrics}
 * (it commits one every few seconds, also when nothing happens), and the age of a heartbeat file. One thread.
 */
final class LiveSigns implements Eyes {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Pattern COMMITTED = Pattern.compile(
            "(?m)^sluice_streamer_last_commit_timestamp_seconds\\{source=\"([^\"]*)\"[^}]*}\\s+([0-9.eE+]+)");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Clock clock;

    LiveSigns(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Signs look(Watched watched) {
        List<Phrase> ill = new ArrayList<>();
        List<Phrase> late = new ArrayList<>();
        boolean answers = watched.http() != null && ask(watched, watched.http(), ill, late);
        if (watched.heartbeat() != null) {
            heartbeat(watched, watched.heartbeat(), ill, late);
        }
        return new Signs(ProcessTable.pid(watched.pidFile()), answers, ill, late);
    }

    /** Whether it answered. */
    private boolean ask(Watched watched, URI address, List<Phrase> ill, List<Phrase> late) {
        Response live = get(address + "/live");
        if (live.body() == null) {
            ill.add(Phrase.of("watch.reason.noAnswer", address + "/live", live.fault()));
            return false;
        }
        if (live.status() != 200) {
            ill.add(Phrase.of("watch.reason.status", address + "/live", live.status(), states(live.body())));
        }
        Response metrics = get(address + "/metrics");
        if (metrics.body() == null) {
            ill.add(Phrase.of("watch.reason.noAnswer", address + "/metrics", metrics.fault()));
            return true;
        }
        Matcher committed = COMMITTED.matcher(metrics.body());
        while (committed.find()) {
            long millis = Math.round(Double.parseDouble(committed.group(2)) * 1000);
            if (millis == 0) {
                ill.add(Phrase.of("watch.reason.noPosition", committed.group(1)));
            } else {
                age("watch.reason.position", committed.group(1), Instant.ofEpochMilli(millis), watched, late);
            }
        }
        return true;
    }

    private void heartbeat(Watched watched, Path file, List<Phrase> ill, List<Phrase> late) {
        try {
            age("watch.reason.heartbeat", file, Files.getLastModifiedTime(file).toInstant(), watched, late);
        } catch (NoSuchFileException e) {
            ill.add(Phrase.of("watch.reason.noHeartbeat", file));
        } catch (IOException e) {
            ill.add(Phrase.of("watch.reason.badHeartbeat", file, e.getMessage()));
        }
    }

    private void age(String key, Object what, Instant at, Watched watched, List<Phrase> late) {
        Duration age = Duration.between(at, clock.instant());
        if (age.compareTo(watched.stuckAfter()) > 0) {
            late.add(Phrase.of(key, what, age.toSeconds()));
        }
    }

    /** The streamer's own words about the sources that are not well. */
    private static String states(String body) {
        StringBuilder text = new StringBuilder();
        try {
            if (Json.parse(body) instanceof Map<?, ?> report && report.get("sources") instanceof List<?> sources) {
                for (Object one : sources) {
                    if (one instanceof Map<?, ?> source
                            && !String.valueOf(source.get("why")).isEmpty()) {
                        text.append(", source ")
                                .append(source.get("name"))
                                .append(' ')
                                .append(source.get("state"))
                                .append(": ")
                                .append(source.get("why"));
                    }
                }
            }
        } catch (IllegalArgumentException notJson) {
            // the status says enough
        }
        return text.toString();
    }

    /** Null body for no answer. */
    private record Response(int status, @Nullable String body, String fault) {}

    private Response get(String url) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
                    BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Response(response.statusCode(), response.body(), "");
        } catch (IOException e) {
            return new Response(0, null, e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Response(0, null, "interrupted");
        }
    }
}
