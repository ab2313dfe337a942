package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.catalog.ColumnModel;
import io.github.sluice.testbed.starrocks.catalog.Privilege;
import io.github.sluice.testbed.starrocks.catalog.Securable;
import io.github.sluice.testbed.starrocks.catalog.StoreException;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import io.github.sluice.testbed.starrocks.catalog.TypeKind;
import io.github.sluice.testbed.starrocks.http.DropConnectionException;
import io.github.sluice.testbed.starrocks.http.HttpHandler;
import io.github.sluice.testbed.starrocks.http.HttpRequest;
import io.github.sluice.testbed.starrocks.http.HttpResponse;
import io.github.sluice.testbed.starrocks.txn.Transaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The frontend's HTTP port: redirects loads, answers for labels, never reads a body. Thread-safe. */
final class FrontendHttp implements HttpHandler {
    /** Nobody listens here, and nobody unprivileged can. */
    private static final String DEAD_BACKEND = "127.0.0.1:1";

    private final LoadContext context;
    private final FrontendTransactions transactions;
    private final Supplier<String> beHttp;

    FrontendHttp(LoadContext context, Supplier<String> beHttp) {
        this.context = context;
        this.transactions = new FrontendTransactions(context);
        this.beHttp = beHttp;
    }

    FrontendTransactions transactions() {
        return transactions;
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
        List<String> path = request.path();
        if (path.size() < 2 || !path.get(0).equals("api")) {
            return FrontendReplies.notFound();
        }
        if (path.size() == 2 && path.get(1).equals("health")) {
            return only(request, "GET", this::health);
        }
        if (path.size() == 3 && path.get(1).equals("transaction")) {
            boolean post = request.method().equals("POST") || request.method().equals("PUT");
            return post ? authorized(request, () -> transaction(request, path.get(2))) : FrontendReplies.wrongMethod();
        }
        if (path.size() == 3 && path.get(2).equals("get_load_state")) {
            return only(request, "GET", () -> authorized(request, () -> loadState(request, path.get(1))));
        }
        if (path.size() == 4) {
            return tableRequest(request, path.get(1), path.get(2), path.get(3));
        }
        return FrontendReplies.notFound();
    }

    private HttpResponse tableRequest(HttpRequest request, String db, String table, String action) throws IOException {
        return switch (action) {
            case "_stream_load" ->
                only(request, "PUT", () -> allowed(request, Privilege.INSERT, db, table, () -> streamLoad(request)));
            case "_cancel" -> only(request, "POST", () -> authorized(request, () -> cancel(request, db)));
            case "_schema" ->
                only(request, "GET", () -> allowed(request, Privilege.SELECT, db, table, () -> schema(db, table)));
            case "_count" ->
                only(request, "GET", () -> allowed(request, Privilege.SELECT, db, table, () -> count(db, table)));
            default -> FrontendReplies.notFound();
        };
    }

    private interface Answer {
        HttpResponse give() throws IOException;
    }

    private static HttpResponse only(HttpRequest request, String method, Answer answer) throws IOException {
        return request.method().equals(method) ? answer.give() : FrontendReplies.wrongMethod();
    }

    private HttpResponse authorized(HttpRequest request, Answer answer) throws IOException {
        BasicAuth auth = BasicAuth.from(request.headers());
        if (auth == null) {
            return FrontendReplies.unauthorized("Need auth information.");
        }
        if (!context.cluster().accounts().authenticate(auth.user(), auth.password())) {
            return FrontendReplies.unauthorized("Access denied for " + auth.user() + "@" + request.peer());
        }
        return answer.give();
    }

    /**
     * 401 without the privilege, too (StarRocks' LoadAction and TableSchemaAction, text of RestBaseAction); what is not there
     * is left to who looks at it next.
     */
    private HttpResponse allowed(HttpRequest request, Privilege privilege, String db, String table, Answer answer)
            throws IOException {
        return authorized(request, () -> {
            BasicAuth auth = BasicAuth.from(request.headers());
            TableModel model = context.cluster().catalog().table(db, table);
            if (auth == null
                    || model == null
                    || context.cluster().accounts().may(auth.user(), privilege, Securable.of(model))) {
                return answer.give();
            }
            return FrontendReplies.unauthorized("Access denied for user '" + auth.user()
                    + "'@'%'. Please ask the admin to grant permission(s) or try activating existing roles using"
                    + " <set [default] role>. Current role(s): []. Inactivated role(s): [].");
        });
    }

    private HttpResponse health() {
        int backends = context.cluster().options().backends();
        return new JsonReply(JsonReply.FRONTEND)
                .add("online_backend_num", backends)
                .add("total_backend_num", backends)
                .add("status", "OK")
                .response();
    }

    private HttpResponse streamLoad(HttpRequest request) throws IOException {
        String label = request.headers().text("label");
        try {
            Fault.Action fault = context.faults().pass(FaultPoint.FRONTEND_REQUEST, PlainLoad.OPERATION, label);
            if (!request.isHttp10() && !request.expectsContinue()) {
                return FrontendReplies.loadFailed("DdlException", "There is no 100-continue header");
            }
            return toBackend(request, fault).closing();
        } catch (LoadException e) {
            return FrontendReplies.loadFailed("DdlException", e.getMessage());
        }
    }

    private HttpResponse toBackend(HttpRequest request, Fault.@Nullable Action fault) {
        if (fault instanceof Fault.Action.Status status) {
            return FrontendReplies.broken(status.code(), "fault injected");
        }
        String backend = fault instanceof Fault.Action.DeadBackend ? DEAD_BACKEND : beHttp.get();
        return HttpResponse.redirect("http://" + backend + request.target());
    }

    private HttpResponse transaction(HttpRequest request, String name) throws IOException {
        String operation = name.toLowerCase(Locale.ROOT);
        String label = request.headers().text("label");
        try {
            Fault.Action fault = context.faults().pass(FaultPoint.FRONTEND_REQUEST, operation, label);
            if (fault instanceof Fault.Action.Status) {
                return toBackend(request, fault);
            }
            HttpResponse own = transactions.handle(request, FrontendTransactions.isKnown(name) ? operation : name);
            if (own == null) {
                return toBackend(request, fault);
            }
            context.faults().pass(FaultPoint.BEFORE_REPLY, operation, label);
            return own;
        } catch (LoadException e) {
            return FrontendReplies.loadFailed("StarRocksException", e.getMessage());
        } catch (VanishedException e) {
            throw new DropConnectionException(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DropConnectionException("the stand-in is closing");
        }
    }

    private HttpResponse loadState(HttpRequest request, String db) {
        String label = request.parameter("label");
        if (label == null || label.isEmpty()) {
            return FrontendReplies.failed("No label selected.");
        }
        if (!context.cluster().catalog().hasDatabase(db)) {
            return FrontendReplies.failed("unknown database, database=" + db);
        }
        Transaction transaction = context.transactions().find(db, label);
        JsonReply reply = new JsonReply(JsonReply.FRONTEND);
        if (transaction == null) {
            return FrontendReplies.success(reply.add("state", "UNKNOWN"));
        }
        String reason = transaction.reason();
        return FrontendReplies.success(
                reply.add("state", transaction.state().name()).add("reason", reason == null ? "" : reason));
    }

    private HttpResponse cancel(HttpRequest request, String db) {
        String label = request.parameter("label");
        if (label == null || label.isEmpty()) {
            return FrontendReplies.failed("No label selected.");
        }
        if (!context.cluster().catalog().hasDatabase(db)) {
            return FrontendReplies.failed("unknown database, database=" + db);
        }
        Transaction transaction = context.transactions().find(db, label);
        if (transaction == null || !context.transactions().abort(transaction, "user cancel")) {
            return FrontendReplies.failed("transaction not found, label=" + label);
        }
        return FrontendReplies.success(new JsonReply(JsonReply.FRONTEND));
    }

    private HttpResponse schema(String db, String table) {
        try {
            List<String> properties = new ArrayList<>();
            for (ColumnModel column : context.table(db, table).columns()) {
                properties.add(property(column));
            }
            return new JsonReply(JsonReply.FRONTEND)
                    .addJson("properties", properties.toString())
                    .add("status", 200)
                    .response();
        } catch (LoadException e) {
            return FrontendReplies.failed(e.getMessage());
        }
    }

    private static String property(ColumnModel column) {
        boolean decimal = column.type().kind() == TypeKind.DECIMAL;
        JsonReply property = new JsonReply(JsonReply.FRONTEND)
                .add(
                        "type",
                        decimal
                                ? column.type().decimalStorageName()
                                : column.type().kind().name())
                .add("name", column.name())
                .add("comment", column.comment());
        if (decimal) {
            property.add("scale", Integer.toString(column.type().scale()))
                    .add("precision", Integer.toString(column.type().precision()));
        }
        return property.toString();
    }

    private HttpResponse count(String db, String table) {
        try {
            TableModel model = context.table(db, table);
            return new JsonReply(JsonReply.FRONTEND)
                    .add("size", RowCount.of(context.cluster().store(), model))
                    .add("status", 200)
                    .response();
        } catch (LoadException | StoreException e) {
            return FrontendReplies.failed(String.valueOf(e.getMessage()));
        }
    }
}
