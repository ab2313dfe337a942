package io.github.sluice.streamload;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * HTTP as StarRocks needs it (starrocks.md 2): redirects followed by hand with {@code Authorization} sent again to the
 * backend, {@code Expect: 100-continue} before a body, header text in UTF-8 so that column names of any script arrive,
 * connections kept. Never repeats a request by itself: only the caller knows whether that is safe. Thread-safe.
 */
final class HttpLink implements Closeable {
    /** Replies are a few hundred bytes, error logs about 50 lines. */
    static final int MAX_REPLY_BYTES = 1 << 20;

    /** Follower to leader, leader to backend, and some to spare. */
    private static final int MAX_REDIRECTS = 5;

    private final CloseableHttpClient client;
    private final String authorization;
    private final RequestConfig plain;
    private final RequestConfig expecting;

    HttpLink(Cluster cluster) {
        String account = cluster.user() + ":" + cluster.password().reveal();
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8));
        Timeout connect = Timeout.ofMilliseconds(cluster.connectTimeout().toMillis());
        Timeout reply = Timeout.ofMilliseconds(cluster.replyTimeout().toMillis());
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .charCodingConfig(CharCodingConfig.custom()
                                .setCharset(StandardCharsets.UTF_8)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(reply)
                        .setValidateAfterInactivity(Timeout.of(1, TimeUnit.SECONDS))
                        .setTimeToLive(Timeout.of(5, TimeUnit.MINUTES))
                        .build())
                .setMaxConnPerRoute(64)
                .setMaxConnTotal(256)
                .build();
        this.plain = RequestConfig.custom()
                .setConnectionRequestTimeout(connect)
                .setResponseTimeout(reply)
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setContentCompressionEnabled(false)
                .build();
        this.expecting =
                RequestConfig.copy(plain).setExpectContinueEnabled(true).build();
        this.client = HttpClientBuilder.create()
                .setConnectionManager(connections)
                // a frontend never says 100 and must not get the body; a backend says it after planning the load
                .setRequestExecutor(new HttpRequestExecutor(
                        Timeout.ofMilliseconds(
                                Math.max(3_000L, cluster.replyTimeout().toMillis() / 4)),
                        DefaultConnectionReuseStrategy.INSTANCE,
                        null))
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
    }

    /**
     * Sends the request and follows {@code 307} and {@code 308}.
     *
     * @param body null for a request without body
     * @throws IOException when no final reply was read; whether the server acted on the request is then not known
     */
    HttpReply send(String method, URI first, Map<String, String> headers, @Nullable LoadBody body) throws IOException {
        URI target = first;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            URI asked = target;
            BasicClassicHttpRequest request = new BasicClassicHttpRequest(method, asked);
            for (Map.Entry<String, String> header : headers.entrySet()) {
                request.addHeader(header.getKey(), header.getValue());
            }
            request.setHeader("Authorization", authorization);
            if (body != null) {
                request.setEntity(new BodyEntity(body));
            }
            Hop hop = exchange(request, asked, body == null ? plain : expecting);
            if (hop.reply != null) {
                return hop.reply;
            }
            target = checkedRedirect(asked, hop.location);
        }
        throw new BadReplyException(method + " " + first.getPath() + ": more than " + MAX_REDIRECTS
                + " redirects, the last to " + target.getAuthority());
    }

    /** Fetches a page without account: error logs are public on the backend. */
    String get(URI page) throws IOException {
        Hop hop = exchange(new BasicClassicHttpRequest("GET", page), page, plain);
        if (hop.reply == null || hop.reply.status() != 200) {
            throw new BadReplyException("GET " + page + ": not answered with a page");
        }
        return hop.reply.body();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private Hop exchange(BasicClassicHttpRequest request, URI asked, RequestConfig config) throws IOException {
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(config);
        HttpHost host = new HttpHost(asked.getScheme(), asked.getHost(), asked.getPort());
        HttpClient sender = client;
        try {
            return sender.execute(host, request, context, response -> hop(response, asked));
        } catch (IOException e) {
            throw new IOException(
                    request.getMethod() + " " + asked.getPath() + " at " + asked.getAuthority() + ": " + e, e);
        }
    }

    private static Hop hop(ClassicHttpResponse response, URI asked) throws IOException {
        int status = response.getCode();
        if (status == 307 || status == 308) {
            Header location = response.getFirstHeader("Location");
            return new Hop(null, location == null ? "" : location.getValue());
        }
        return new Hop(new HttpReply(status, text(response.getEntity()), asked), "");
    }

    private static String text(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return "";
        }
        try (InputStream in = entity.getContent()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] chunk = new byte[8192];
            int read;
            while (bytes.size() < MAX_REPLY_BYTES && (read = in.read(chunk)) >= 0) {
                bytes.write(chunk, 0, Math.min(read, MAX_REPLY_BYTES - bytes.size()));
            }
            return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
        }
    }

    private static URI checkedRedirect(URI from, String location) throws IOException {
        URI to;
        try {
            to = from.resolve(new URI(location));
        } catch (java.net.URISyntaxException e) {
            throw new BadReplyException(from.getAuthority() + " redirected to '" + location + "', which is no address");
        }
        boolean http = "http".equals(to.getScheme()) || "https".equals(to.getScheme());
        if (location.isEmpty() || !http || to.getHost() == null) {
            throw new BadReplyException(from.getAuthority() + " redirected to '" + location + "', which is no address");
        }
        if ("https".equals(from.getScheme()) && !"https".equals(to.getScheme())) {
            throw new BadReplyException(from.getAuthority() + " redirected from https to " + to.getScheme()
                    + "; the account is not sent in clear");
        }
        return to;
    }

    /** Either a final reply or a redirect. */
    private static final class Hop {
        final @Nullable HttpReply reply;
        final String location;

        Hop(@Nullable HttpReply reply, String location) {
            this.reply = reply;
            this.location = location;
        }
    }

    /** A {@link LoadBody} as an entity with a known length that can be sent again. */
    private static final class BodyEntity extends AbstractHttpEntity {
        private final LoadBody body;

        BodyEntity(LoadBody body) {
            super((String) null, null);
            this.body = body;
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public long getContentLength() {
            return body.length();
        }

        @Override
        public InputStream getContent() throws IOException {
            throw new IOException("a load's body is only written, never read");
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            body.writeTo(out);
        }

        @Override
        public boolean isStreaming() {
            return false;
        }

        @Override
        public void close() {}
    }
}
