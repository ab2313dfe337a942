package io.github.sluice.streamload;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One StarRocks cluster as a client sees it: frontends, query ports, account and how long to wait. Immutable; values are
 * checked in {@link Builder#build()}.
 */
public final class Cluster {
    /** StarRocks' default query port (FE {@code query_port}). */
    public static final int DEFAULT_QUERY_PORT = 9030;

    private final List<URI> frontEnds;
    private final List<String> queryHosts;
    private final String user;
    private final Secret password;
    private final Duration connectTimeout;
    private final Duration replyTimeout;
    private final Duration loadTimeout;
    private final Duration visibleTimeout;

    private Cluster(Builder builder) {
        this.frontEnds = Collections.unmodifiableList(new ArrayList<>(builder.frontEnds));
        this.queryHosts = Collections.unmodifiableList(
                builder.queryHosts.isEmpty() ? derivedQueryHosts(builder.frontEnds) : builder.queryHosts);
        this.user = builder.user;
        this.password = builder.password;
        this.connectTimeout = builder.connectTimeout;
        this.replyTimeout = builder.replyTimeout;
        this.loadTimeout = builder.loadTimeout;
        this.visibleTimeout = builder.visibleTimeout;
    }

    public static Builder builder() {
        return new Builder();
    }

    List<URI> frontEnds() {
        return frontEnds;
    }

    /** {@code host:port} of the MySQL protocol; derived from the frontends when not given. */
    public List<String> queryHosts() {
        return queryHosts;
    }

    String user() {
        return user;
    }

    Secret password() {
        return password;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration replyTimeout() {
        return replyTimeout;
    }

    /** How long StarRocks keeps an unprepared transaction, and a prepared one from 3.5.4 on. */
    public Duration loadTimeout() {
        return loadTimeout;
    }

    Duration visibleTimeout() {
        return visibleTimeout;
    }

    @Override
    public String toString() {
        return "StarRocks at " + frontEnds + " as " + user;
    }

    private static List<String> derivedQueryHosts(List<URI> frontEnds) {
        List<String> hosts = new ArrayList<>();
        for (URI frontEnd : frontEnds) {
            hosts.add(frontEnd.getHost() + ":" + DEFAULT_QUERY_PORT);
        }
        return hosts;
    }

    /**
     * Reads {@code host:port} or {@code http(s)://host:port}.
     *
     * @throws IllegalArgumentException naming the rule and the value found
     */
    public static URI parseFrontEnd(String text) {
        String trimmed = text.trim();
        String url = trimmed.contains("://") ? trimmed : "http://" + trimmed;
        try {
            URI uri = new URI(url);
            boolean scheme = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getRawPath() == null
                    || uri.getRawPath().isEmpty()
                    || uri.getRawPath().equals("/");
            if (scheme && uri.getHost() != null && uri.getPort() > 0 && bare && uri.getUserInfo() == null) {
                return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null);
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be host:port or http(s)://host:port, found '" + trimmed + "'", e);
        }
        throw new IllegalArgumentException("must be host:port or http(s)://host:port, found '" + trimmed + "'");
    }

    /** Collects the settings; not thread-safe. */
    public static final class Builder {
        private final List<URI> frontEnds = new ArrayList<>();
        private final List<String> queryHosts = new ArrayList<>();
        private String user = "root";
        private Secret password = Secret.of("");
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration replyTimeout = Duration.ofSeconds(120);
        private Duration loadTimeout = Duration.ofSeconds(600);
        private Duration visibleTimeout = Duration.ofSeconds(120);

        private Builder() {}

        /** At least one; {@code host:port}, scheme optional. */
        public Builder frontEnd(String hostAndPort) {
            frontEnds.add(parseFrontEnd(hostAndPort));
            return this;
        }

        /** {@code host:port}; without any, the frontends' hosts with port 9030. */
        public Builder queryHost(String hostAndPort) {
            queryHosts.add(Objects.requireNonNull(hostAndPort).trim());
            return this;
        }

        public Builder account(String userName, @Nullable Secret secret) {
            this.user = Objects.requireNonNull(userName);
            this.password = secret == null ? Secret.of("") : secret;
            return this;
        }

        public Builder connectTimeout(Duration value) {
            this.connectTimeout = value;
            return this;
        }

        /** How long one reply may take. A load's reply comes after its data are written. */
        public Builder replyTimeout(Duration value) {
            this.replyTimeout = value;
            return this;
        }

        /** Stream Load's {@code timeout}: 1 s to 259200 s. */
        public Builder loadTimeout(Duration value) {
            this.loadTimeout = value;
            return this;
        }

        /** How long a committed load may stay invisible, or unresolved, before it is reported as unknown. */
        public Builder visibleTimeout(Duration value) {
            this.visibleTimeout = value;
            return this;
        }

        public Cluster build() {
            if (frontEnds.isEmpty()) {
                throw new IllegalArgumentException("at least one frontend is needed");
            }
            if (loadTimeout.getSeconds() < 1 || loadTimeout.getSeconds() > 259_200) {
                throw new IllegalArgumentException("load timeout must be 1 s to 259200 s, found " + loadTimeout);
            }
            return new Cluster(this);
        }
    }
}
