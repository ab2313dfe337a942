package io.github.sluice.coordinator.settings;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.WatchSettings.Alerts;
import io.github.sluice.coordinator.settings.WatchSettings.Channel;
import io.github.sluice.coordinator.settings.WatchSettings.ChannelKind;
import io.github.sluice.coordinator.settings.WatchSettings.Restarts;
import io.github.sluice.coordinator.settings.WatchSettings.Watched;
import io.github.sluice.wire.key.SecretReference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code watch.yaml}: every key, type, default and check of the file stands here. All faults are reported at once,
 * each with line, key, rule and value found. Relative paths start at the file's folder.
 */
public final class WatchFile {
    private static final String NAME = "[A-Za-z0-9._-]{1,64}";

    /**
     * The streamer's own codes: settings, a wrong key, a guard, another streamer of the same name, a purged position. Then
     * the shell's: a command that cannot be run, or is not there.
     */
    private static final List<String> CANNOT_MEND = List.of("10", "23", "40", "41", "42", "126", "127");

    private final Path file;
    private final Path folder;
    private final Problems problems;

    private WatchFile(Path file, Problems problems) {
        this.file = file;
        Path parent = file.toAbsolutePath().getParent();
        this.folder = parent == null ? Path.of("") : parent;
        this.problems = problems;
    }

    /**
     * Reads and checks the file.
     *
     * @throws Failure with {@link ExitCode#USAGE} when it cannot be read or anything in it is wrong
     */
    public static WatchSettings read(Path file) {
        String text = SettingsFile.text(file);
        Map<String, @Nullable Object> document = SettingsFile.parse(file, text);
        Problems problems = new Problems(SettingsFile.lines(file, text));
        WatchSettings settings =
                new WatchFile(file, problems).settings(new YamlNode("", document, problems, new KnownKeys()));
        problems.throwIfAny(file.toString());
        return settings;
    }

    private WatchSettings settings(YamlNode root) {
        String name = name(root, "name");
        Duration every = SettingsFile.duration(root, "every", Duration.ofSeconds(15));
        String language = root.text("language", null);
        if (language != null && !language.matches("en|zh")) {
            problems.add("language", "must be one of en, zh", language);
        }
        List<Watched> processes = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (YamlNode node : root.sections("processes")) {
            Watched process = process(node);
            if (!process.name().isEmpty() && !names.add(process.name())) {
                problems.add(node.path("name"), "must be another one than those before", process.name());
            }
            processes.add(process);
        }
        Alerts alerts = alerts(root.sectionOrEmpty("alerts"));
        if (processes.isEmpty() && alerts.channels().isEmpty()) {
            problems.add("processes", "is required, with at least one process (or alerts.channels)");
        }
        root.refuseUnknownKeys();
        return new WatchSettings(file, name, every, language, processes, alerts);
    }

    private Watched process(YamlNode node) {
        String name = name(node, "name");
        List<String> start = node.texts("start");
        if (start.isEmpty()) {
            problems.add(node.path("start"), "is required: the words of the command, such as [/opt/x/bin/y, run]");
        }
        String http = node.text("http", null);
        if (http != null && !http.matches("http://[^\\s/:]+:\\d{1,5}/?")) {
            problems.add(node.path("http"), "must be http://HOST:PORT, without a path", http);
            http = null;
        }
        String heartbeat = node.text("heartbeat", null);
        Watched watched = new Watched(
                name,
                start,
                folder.resolve(node.textOr("folder", "")).normalize(),
                folder.resolve(node.textOr("log", "logs/" + name + ".out")),
                folder.resolve(node.textOr(
                        "pidFile",
                        WatchSettings.stateFolder(file).resolve(name + ".pid").toString())),
                http == null ? null : URI.create(http.replaceAll("/$", "")),
                heartbeat == null ? null : folder.resolve(heartbeat),
                SettingsFile.duration(node, "stuckAfter", Duration.ofMinutes(2)),
                SettingsFile.duration(node, "patience", Duration.ofMinutes(1)),
                SettingsFile.duration(node, "stopLimit", Duration.ofSeconds(90)),
                restarts(node.sectionOrEmpty("restarts")));
        node.refuseUnknownKeys();
        return watched;
    }

    private Restarts restarts(YamlNode node) {
        List<String> codes = node.has("notAfter") ? node.texts("notAfter") : CANNOT_MEND;
        Set<Integer> notAfter = new LinkedHashSet<>();
        for (String code : codes) {
            if (code.matches("\\d{1,3}") && Integer.parseInt(code) <= 255) {
                notAfter.add(Integer.parseInt(code));
            } else {
                problems.add(node.path("notAfter"), "must be a list of exit codes from 0 to 255", code);
            }
        }
        Restarts restarts = new Restarts(
                node.integer("most", 5, 0, 1000),
                SettingsFile.duration(node, "per", Duration.ofHours(1)),
                SettingsFile.duration(node, "backoff", Duration.ofSeconds(10)),
                SettingsFile.duration(node, "longestBackoff", Duration.ofMinutes(5)),
                notAfter);
        node.refuseUnknownKeys();
        return restarts;
    }

    private Alerts alerts(YamlNode node) {
        List<Channel> channels = new ArrayList<>();
        for (YamlNode one : node.sections("channels")) {
            String name = name(one, "name");
            one.required("type");
            ChannelKind kind = one.word("type", ChannelKind.WEBHOOK, ChannelKind.class);
            String url = reference(one, "url", one.required("url"));
            String secret = one.text("secret", null);
            if (secret != null) {
                reference(one, "secret", secret);
                if (kind != ChannelKind.DINGTALK && kind != ChannelKind.FEISHU) {
                    problems.add(one.path("secret"), "is for dingtalk and feishu, whose messages are signed");
                }
            }
            channels.add(new Channel(name, kind, url, secret));
            one.refuseUnknownKeys();
        }
        Alerts alerts = new Alerts(SettingsFile.duration(node, "repeatAfter", Duration.ofHours(1)), channels);
        node.refuseUnknownKeys();
        return alerts;
    }

    /** The value itself is not printed: somebody may have pasted the address with its token. */
    private String reference(YamlNode node, String key, String text) {
        if (!text.isEmpty() && !SecretReference.isReference(text)) {
            problems.add(node.path(key), "must be a reference, env:NAME or file:PATH, never the secret itself");
        }
        return text;
    }

    private String name(YamlNode node, String key) {
        String name = node.required(key);
        if (!name.isEmpty() && !name.matches(NAME)) {
            problems.add(node.path(key), "must be 1 to 64 letters, digits, dots, hyphens or underscores", name);
        }
        return name;
    }
}
