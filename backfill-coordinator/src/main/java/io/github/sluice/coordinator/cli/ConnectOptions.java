package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.connect.ConfigMask;
import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.ConnectClient.Credentials;
import io.github.sluice.coordinator.connect.ConnectClient.Limits;
import io.github.sluice.coordinator.connect.ConnectException;
import io.github.sluice.coordinator.settings.References;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Secret;
import io.github.sluice.wire.key.SecretReference;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code sluice connect}: which workers, as whom, for how long; and what their refusals mean. */
public final class ConnectOptions extends BaseOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = {
                "Address of a Connect worker, http(s)://HOST:PORT. Several are tried in order.",
                "Default: connect.url of the settings file, which is not needed with --url."
            })
    private List<String> urls = new ArrayList<>();

    @Option(names = "--username", paramLabel = "USER", description = "User, for workers that ask for one.")
    private @Nullable String username;

    @Option(
            names = "--password",
            paramLabel = "REFERENCE",
            description = "Where the user's password is: env:NAME or file:PATH.")
    private @Nullable String password;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "90s",
            converter = ShortDuration.class,
            description = "How long an answer, and the end of a rebalance, is waited for (default: ${DEFAULT-VALUE}).")
    private Duration timeout = ConnectClient.REQUEST_LIMIT;

    private @Nullable SluiceSettings settings;
    private boolean read;

    /** The settings; they may be missing if {@code --url} is given. */
    Optional<SluiceSettings> settings() {
        if (!read) {
            settings = urls.isEmpty() ? open() : openIfThere().orElse(null);
            read = true;
        }
        return Optional.ofNullable(settings);
    }

    /** The client; called first by every command. */
    ConnectClient connect() {
        Optional<SluiceSettings> known = settings();
        List<String> addresses =
                urls.isEmpty() ? known.orElseThrow().connectOrRefuse().urls() : urls;
        addresses.forEach(ConnectOptions::refuseUnlessPlain);
        return new ConnectClient(addresses, new Limits(timeout, timeout, Duration.ZERO), credentials());
    }

    private static void refuseUnlessPlain(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "the address of a Connect worker must be http(s)://HOST:PORT");
        }
        if (uri.getRawUserInfo() != null || url.contains("@")) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the address of a Connect worker must hold no user and password; use --username and --password");
        }
        if (uri.getScheme() == null || !uri.getScheme().matches("https?") || uri.getHost() == null) {
            throw new Failure(
                    ExitCode.USAGE, "the address of a Connect worker must be http(s)://HOST:PORT, found '" + url + "'");
        }
    }

    private @Nullable Credentials credentials() {
        if (username == null && password == null) {
            return null;
        }
        if (username == null || password == null) {
            throw new Failure(ExitCode.USAGE, "--username and --password must be given together");
        }
        if (!SecretReference.isReference(password)) {
            // not repeated: somebody may have typed the secret
            throw new Failure(
                    ExitCode.USAGE, "--password must be a reference, env:NAME or file:PATH, never the secret itself");
        }
        return new Credentials(username, References.password(new Secret(username, password)));
    }

    /**
     * Asks Connect.
     *
     * @throws Failure saying what its refusal or silence means
     */
    static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (ConnectException e) {
            throw failure(e);
        }
    }

    /** The same for what has no answer. */
    static void told(Runnable request) {
        asked(() -> {
            request.run();
            return true;
        });
    }

    static Failure failure(ConnectException e) {
        return new Failure(code(e), "Kafka Connect: " + e.getMessage() + advice(e), e);
    }

    private static ExitCode code(ConnectException e) {
        boolean definite = !e.mayBeDone() && e.status() >= 400 && e.status() < 500 && e.status() != 409;
        return definite ? ExitCode.USAGE : ExitCode.UNKNOWN;
    }

    private static String advice(ConnectException e) {
        if (e.mayBeDone()) {
            return "; it may have been done or not: look with 'sluice connect status'";
        }
        return switch (e.status()) {
            case 401, 403 -> "; give --username and --password";
            case 409 -> "; the group rebalances for longer than --timeout, nothing was changed";
            default -> "";
        };
    }

    static void refuseUnlessThere(ConnectClient connect, String connector) {
        if (asked(() -> connect.config(connector)).isEmpty()) {
            throw missing(connector);
        }
    }

    static Failure missing(String connector) {
        return new Failure(ExitCode.USAGE, "there is no connector " + Printable.line(connector));
    }

    /**
     * What of a configuration may be shown; where the worker does not say which keys hold passwords, their names have to
     * do, and it is said so.
     */
    static ConfigMask mask(ConnectClient connect, Map<String, String> config, PrintWriter err) {
        String connectorClass = config.getOrDefault("connector.class", "");
        try {
            return new ConfigMask(connect.validate(connectorClass, config).passwordKeys());
        } catch (ConnectException e) {
            err.println(Messages.system().of("connect.maskedByName", Printable.line(String.valueOf(e.getMessage()))));
            err.flush();
            return new ConfigMask(Set.of());
        }
    }
}
