package io.github.sluice.coordinator.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code watch.yaml}, read and checked. Immutable.
 *
 * @param file where it was read from
 * @param name who speaks in an alert
 * @param every how long from one look to the next
 * @param language of alerts, {@code en} or {@code zh}; null for the environment's
 * @param processes may be empty where only alerts are wanted
 */
public record WatchSettings(
        Path file, String name, Duration every, @Nullable String language, List<Watched> processes, Alerts alerts) {

    public WatchSettings {
        processes = List.copyOf(processes);
    }

    /**
     * One process.
     *
     * @param start words of the command that becomes the process; no shell reads them
     * @param folder in which it is started
     * @param log to which its output is appended
     * @param pidFile holds the process's id; written at a start, read otherwise
     * @param http the streamer's address, whose {@code /live} and {@code /metrics} are asked; null for none
     * @param heartbeat a file that a living process touches; null for none
     * @param stuckAfter how long a sign of life may be missing
     * @param patience after a start, before signs of life are asked for
     * @param stopLimit how long it may take to end when asked to, before it is killed
     */
    public record Watched(
            String name,
            List<String> start,
            Path folder,
            Path log,
            Path pidFile,
            @Nullable URI http,
            @Nullable Path heartbeat,
            Duration stuckAfter,
            Duration patience,
            Duration stopLimit,
            Restarts restarts) {
        public Watched {
            start = List.copyOf(start);
        }
    }

    /**
     * How often a process is started again.
     *
     * @param most in any time as long as {@code per}
     * @param backoff between the first and the second start; doubles with each further one
     * @param longestBackoff where the doubling ends
     * @param notAfter exit codes after which a restart cannot help
     */
    public record Restarts(int most, Duration per, Duration backoff, Duration longestBackoff, Set<Integer> notAfter) {
        public Restarts {
            notAfter = Set.copyOf(notAfter);
        }
    }

    /**
     * Who is told.
     *
     * @param repeatAfter how long the same alert is not said again
     */
    public record Alerts(Duration repeatAfter, List<Channel> channels) {
        public Alerts {
            channels = List.copyOf(channels);
        }
    }

    /** What a channel speaks. */
    public enum ChannelKind {
        DINGTALK,
        WECOM,
        FEISHU,
        SLACK,
        WEBHOOK
    }

    /**
     * One way to tell.
     *
     * @param url reference to the address, which is a secret: whoever has it may speak there
     * @param secret reference to what messages are signed with; null for a channel that does not ask for it
     */
    public record Channel(
            String name,
            ChannelKind kind,
            String url,
            @Nullable String secret) {}

    /** The folder beside the file that holds locks, restarts and what was said. */
    public Path stateFolder() {
        return stateFolder(file);
    }

    static Path stateFolder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return (parent == null ? Path.of("") : parent).resolve(".sluice").resolve("watch");
    }
}
