package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.Cluster;
import java.io.IOException;
import java.util.List;

/** SELECT: parses once, analyses at each execution (tables may have changed since). Thread-safe. */
public final class QueryExecutor {
    /** A parsed SELECT with {@code ?}. Immutable. */
    public static final class Prepared {
        private final Query query;
        private final int parameters;

        Prepared(Query query, int parameters) {
            this.query = query;
            this.parameters = parameters;
        }

        /** How many {@code ?} it has. */
        public int parameters() {
            return parameters;
        }
    }

    private final Cluster cluster;
    private final InformationSchema informationSchema;
    private final QueryRunner runner;

    public QueryExecutor(Cluster cluster, InformationSchema informationSchema, QueryRunner runner) {
        this.cluster = cluster;
        this.informationSchema = informationSchema;
        this.runner = runner;
    }

    /** Parses a SELECT. */
    public Prepared prepare(TokenCursor cursor) {
        Query query = new QueryParser(cursor).statement();
        return new Prepared(query, cursor.parameterCount());
    }

    /** The columns that a prepared SELECT will have; parameters are taken as NULL. */
    public List<ResultColumn> describe(Prepared prepared, SessionFacts session) {
        return analyze(prepared, session, List.of()).columns();
    }

    /**
     * Runs it.
     *
     * @param parameters a literal per {@code ?}
     */
    public void execute(Prepared prepared, SessionFacts session, List<Literal> parameters, ResultSink sink)
            throws IOException {
        if (parameters.size() != prepared.parameters()) {
            throw SqlError.analyzing(
                    prepared.parameters() + " parameters are needed, " + parameters.size() + " were given.");
        }
        Rendered rendered = analyze(
                prepared, session, parameters.stream().map(Literal::expr).toList());
        long limit = session.variables().selectLimit();
        if (limit < Long.MAX_VALUE && prepared.query.limit() == null) {
            rendered = new Rendered(rendered.sql() + " LIMIT " + Math.max(0, limit), rendered.columns());
        }
        runner.run(rendered, sink);
    }

    private Rendered analyze(Prepared prepared, SessionFacts session, List<Expr> parameters) {
        return new QueryAnalyzer(cluster, session, informationSchema, parameters).analyze(prepared.query);
    }
}
