package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.http.HttpHandler;
import io.github.sluice.testbed.starrocks.http.HttpRequest;
import io.github.sluice.testbed.starrocks.http.HttpResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The backend's HTTP port: receives loads and serves error logs. Thread-safe. */
final class BackendHttp implements HttpHandler {
    private final LoadContext context;
    private final BackendTransactions transactions;
    private final Supplier<String> ownAddress;

    BackendHttp(LoadContext context, Supplier<String> ownAddress) {
        this.context = context;
        this.transactions = new BackendTransactions(context);
        this.ownAddress = ownAddress;
    }

    BackendTransactions transactions() {
        return transactions;
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
        List<String> path = request.path();
        String method = request.method();
        boolean get = method.equals("GET") || method.equals("HEAD");
        if (path.equals(List.of("api", "health"))) {
            return get
                    ? HttpResponse.json(200, "{\"status\": \"OK\",\"msg\": \"To Be Added\"}")
                    : FrontendReplies.wrongMethod();
        }
        if (path.equals(List.of("api", "_load_error_log"))) {
            return get ? errorLog(request) : FrontendReplies.wrongMethod();
        }
        if (path.size() == 3 && path.get(0).equals("api") && path.get(1).equals("transaction")) {
            String operation = path.get(2).toLowerCase(Locale.ROOT);
            boolean right = method.equals("PUT") || (method.equals("POST") && !operation.equals("load"));
            return right ? transactions.handle(request, operation, ownAddress.get()) : FrontendReplies.wrongMethod();
        }
        if (path.size() == 4 && path.get(0).equals("api") && path.get(3).equals("_stream_load")) {
            return method.equals("PUT")
                    ? new PlainLoad(context, request, ownAddress.get(), path.get(1), path.get(2)).run()
                    : FrontendReplies.wrongMethod();
        }
        return FrontendReplies.notFound();
    }

    private HttpResponse errorLog(HttpRequest request) {
        String file = request.parameter("file");
        String text = file == null ? null : context.errorLogs().read(file);
        return text == null ? HttpResponse.text(404, "no such error log\n") : HttpResponse.text(200, text);
    }
}
