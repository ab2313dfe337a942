package io.github.sluice.testbed.starrocks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpListenerTest {
    private HttpListener listener;

    private RawClient serve(HttpHandler handler) throws IOException {
        listener = HttpListener.start("test-http", 0, 8 * 1024, handler);
        return new RawClient(listener.address());
    }

    private static HttpResponse echo(HttpRequest request) throws IOException {
        String body = new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
        return HttpResponse.text(200, request.method() + " " + request.path() + " " + body);
    }

    @AfterEach
    void close() throws IOException {
        if (listener != null) {
            listener.close();
            listener.close();
        }
    }

    @Test
    void continueIsSentWhenTheHandlerReadsTheBodyAndNotBefore() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RawClient client = serve(request -> {
            try {
                assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return echo(request);
        })) {
            client.send("PUT /a HTTP/1.1", "Host: x", "Expect: 100-Continue", "Content-Length: 3", "");
            assertThat(client.isSilentFor(200)).isTrue();
            go.countDown();
            assertThat(client.read().status()).isEqualTo(100);
            client.write("abc");

            assertThat(client.read().body()).isEqualTo("PUT [a] abc");
        }
    }

    @Test
    void aRefusalNeedsNoBodyAndClosesTheConnection() throws Exception {
        try (RawClient client = serve(request -> HttpResponse.text(200, "no"))) {
            client.send("PUT /a HTTP/1.1", "Expect: 100-continue", "Content-Length: 1000000", "");

            RawClient.Answer answer = client.read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aClientThatSendsItsBodyAfterARefusalStillReadsTheAnswer() throws Exception {
        try (RawClient client = serve(request -> HttpResponse.text(200, "no"))) {
            client.send("PUT /a HTTP/1.1", "Content-Length: 3000000", "");
            client.write("x".repeat(3_000_000));

            assertThat(client.read().body()).isEqualTo("no");
        }
    }

    @Test
    void chunksAreJoinedAndTrailersIgnored() throws Exception {
        try (RawClient client = serve(HttpListenerTest::echo)) {
            client.send("PUT /a HTTP/1.1", "Transfer-Encoding: chunked", "");
            client.write("3\r\nabc\r\n2;note=1\r\nde\r\n0\r\nTrailer: x\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("PUT [a] abcde");

            client.send("GET /b HTTP/1.1", "");
            assertThat(client.read().body()).isEqualTo("GET [b] ");
        }
    }

    @Test
    void requestsOfOneConnectionAreAnsweredInTurnAlsoWithoutContentLength() throws Exception {
        try (RawClient client = serve(HttpListenerTest::echo)) {
            client.send("POST /one HTTP/1.1", "", "POST /two HTTP/1.1", "Content-Length: 0", "");

            assertThat(client.read().body()).isEqualTo("POST [one] ");
            assertThat(client.read().body()).isEqualTo("POST [two] ");
        }
    }

    @Test
    void headerBytesAreUtf8AndNamesCompareWithoutCase() throws Exception {
        try (RawClient client =
                serve(request -> HttpResponse.text(200, request.headers().text("COLUMNS")))) {
            client.send("GET / HTTP/1.1", "columns: 编号, näme", "");

            assertThat(client.read().body()).isEqualTo("编号, näme");
        }
    }

    @Test
    void pathSegmentsAndParametersAreDecoded() throws Exception {
        try (RawClient client =
                serve(request -> HttpResponse.text(200, request.path() + " " + request.parameter("label")))) {
            client.send("GET /api/d%20b/a+b/%E8%A1%A8?label=x%2Dy&z HTTP/1.1", "");

            assertThat(client.read().body()).isEqualTo("[api, d b, a+b, 表] x-y");
        }
    }

    @Test
    void http10NeedsNoHostAndClosesAfterTheAnswer() throws Exception {
        try (RawClient client = serve(request -> HttpResponse.text(200, "" + request.expectsContinue()))) {
            client.send("GET / HTTP/1.0", "Expect: 100-continue", "");

            assertThat(client.read().body()).isEqualTo("false");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void connectAndCloseIsToleratedAndABodyThatEndsEarlyIsNoShorterBody() throws Exception {
        try (RawClient silent = serve(request -> {
            assertThatThrownBy(() -> request.body().readAllBytes()).isInstanceOf(java.io.EOFException.class);
            return HttpResponse.text(200, "cut");
        })) {
            for (int i = 0; i < 50; i++) {
                new RawClient(listener.address()).close();
            }
            silent.send("PUT / HTTP/1.1", "Content-Length: 10", "");
            silent.write("abc").endOutput();

            assertThat(silent.read().body()).isEqualTo("cut");
        }
    }

    @Test
    void malformedRequestsAreRefused() throws Exception {
        try (RawClient client = serve(HttpListenerTest::echo)) {
            client.send("nonsense", "");
            assertThat(client.read().status()).isEqualTo(400);
        }
        try (RawClient client = new RawClient(listener.address())) {
            client.send("GET / HTTP/1.1", "a: " + "x".repeat(9_000), "");
            assertThat(client.read().status()).isEqualTo(431);
        }
        try (RawClient client = new RawClient(listener.address())) {
            client.send("PUT / HTTP/1.1", "Content-Length: -5", "");
            assertThat(client.read().status()).isEqualTo(400);
        }
    }

    @Test
    void aHandlerThatFailsIsAnsweredWith500() throws Exception {
        try (RawClient client = serve(request -> {
            throw new IllegalStateException("broken");
        })) {
            client.send("GET / HTTP/1.1", "");

            assertThat(client.read().status()).isEqualTo(500);
        }
    }
}
