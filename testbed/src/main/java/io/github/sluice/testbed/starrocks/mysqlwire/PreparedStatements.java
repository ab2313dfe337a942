package io.github.sluice.testbed.starrocks.mysqlwire;

import io.github.sluice.testbed.starrocks.sql.Literal;
import io.github.sluice.testbed.starrocks.sql.QueryExecutor;
import io.github.sluice.testbed.starrocks.sql.ResultColumn;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import io.github.sluice.testbed.starrocks.sql.TokenCursor;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The prepared statements of one connection: SELECT only, others are refused so that drivers prepare them
 * on their side (9.2). One thread.
 */
final class PreparedStatements {
    private static final class Statement {
        final QueryExecutor.Prepared query;
        int[] types = {};
        boolean longData;

        Statement(QueryExecutor.Prepared query) {
            this.query = query;
        }
    }

    private final PacketChannel channel;
    private final Replies replies;
    private final QueryExecutor queries;
    private final Session session;
    private final Map<Long, Statement> statements = new HashMap<>();
    private long nextId = 1;

    PreparedStatements(PacketChannel channel, QueryExecutor queries, Session session) {
        this.channel = channel;
        this.replies = new Replies(channel);
        this.queries = queries;
        this.session = session;
    }

    void prepare(String sql) throws IOException {
        List<TokenCursor> cursors = TokenCursor.statements(sql);
        if (cursors.size() != 1 || !cursors.get(0).peek().is("select")) {
            throw new SqlError(1295, "HY000", "This command is not supported in the prepared statement protocol yet");
        }
        QueryExecutor.Prepared query = queries.prepare(cursors.get(0));
        List<ResultColumn> columns = queries.describe(query, session);
        long id = nextId++;
        statements.put(id, new Statement(query));
        channel.write(new Payload()
                .int1(0)
                .int4(id)
                .int2(columns.size())
                .int2(query.parameters())
                .int1(0)
                .int2(0));
        if (query.parameters() > 0) {
            ResultColumn parameter =
                    new ResultColumn("?", io.github.sluice.testbed.starrocks.catalog.StarRocksType.varchar(0));
            replies.definitions(Collections.nCopies(query.parameters(), parameter), 0);
        }
        if (!columns.isEmpty()) {
            replies.definitions(columns, 0);
        }
    }

    void execute(PayloadReader in) throws IOException {
        Statement statement = find(in.int4());
        in.int1(); // cursor type: rows are always sent at once
        in.int4(); // iteration count, always 1
        if (statement.longData) {
            throw SqlError.notInStandIn("parameters sent in pieces (COM_STMT_SEND_LONG_DATA)");
        }
        List<Literal> parameters = parameters(in, statement);
        queries.execute(statement.query, session, parameters, new WireResult(channel, true, 0));
    }

    /** COM_STMT_SEND_LONG_DATA has no reply; its statement fails when it is executed. */
    void longData(PayloadReader in) throws IOException {
        find(in.int4()).longData = true;
    }

    void reset(PayloadReader in) throws IOException {
        find(in.int4()).longData = false;
        replies.ok(0, 0);
    }

    /** COM_STMT_CLOSE has no reply. */
    void close(PayloadReader in) throws IOException {
        statements.remove(in.int4());
    }

    void closeAll() {
        statements.clear();
    }

    private Statement find(long id) {
        Statement statement = statements.get(id);
        if (statement == null) {
            throw new SqlError(1243, "HY000", "Unknown prepared statement handler (" + id + ") given to EXECUTE");
        }
        return statement;
    }

    private static List<Literal> parameters(PayloadReader in, Statement statement) throws IOException {
        int count = statement.query.parameters();
        List<Literal> parameters = new ArrayList<>();
        if (count == 0) {
            return parameters;
        }
        byte[] nulls = in.raw((count + 7) / 8);
        if (in.int1() == 1) {
            statement.types = new int[count];
            for (int i = 0; i < count; i++) {
                statement.types[i] = in.int2();
            }
        }
        if (statement.types.length != count) {
            throw new IOException("parameters without types");
        }
        for (int i = 0; i < count; i++) {
            boolean isNull = (nulls[i / 8] & 1 << (i % 8)) != 0;
            parameters.add(isNull ? Literal.of((String) null) : parameter(in, statement.types[i]));
        }
        return parameters;
    }

    private static Literal parameter(PayloadReader in, int type) throws IOException {
        boolean unsigned = (type & 0x8000) != 0;
        switch (type & 0xFF) {
            case 1 -> {
                int value = in.int1();
                return Literal.of(BigDecimal.valueOf(unsigned ? value : (byte) value));
            }
            case 2, 13 -> {
                int value = in.int2();
                return Literal.of(BigDecimal.valueOf(unsigned ? value : (short) value));
            }
            case 3, 9 -> {
                long value = in.int4();
                return Literal.of(BigDecimal.valueOf(unsigned ? value : (int) value));
            }
            case 8 -> {
                long value = in.int8();
                return Literal.of(
                        unsigned
                                ? new BigDecimal(new BigInteger(Long.toUnsignedString(value)))
                                : BigDecimal.valueOf(value));
            }
            case 4 -> {
                return Literal.of((double) Float.intBitsToFloat((int) in.int4()));
            }
            case 5 -> {
                return Literal.of(Double.longBitsToDouble(in.int8()));
            }
            case 0, 246 -> {
                return Literal.of(new BigDecimal(text(in)));
            }
            case 7, 10, 12 -> {
                return Literal.of(dateTime(in));
            }
            case 6 -> {
                return Literal.of((String) null);
            }
            case 249, 250, 251, 252 -> {
                return Literal.of(in.lengthEncodedBytes());
            }
            case 15, 247, 248, 253, 254 -> {
                return Literal.of(text(in));
            }
            default -> throw SqlError.notInStandIn("parameters of the wire type " + (type & 0xFF));
        }
    }

    private static String text(PayloadReader in) throws IOException {
        return new String(in.lengthEncodedBytes(), StandardCharsets.UTF_8);
    }

    private static String dateTime(PayloadReader in) throws IOException {
        int length = in.int1();
        String date = length >= 4
                ? String.format(Locale.ROOT, "%04d-%02d-%02d", in.int2(), in.int1(), in.int1())
                : "0000-00-00";
        if (length < 7) {
            return date;
        }
        String time = String.format(Locale.ROOT, " %02d:%02d:%02d", in.int1(), in.int1(), in.int1());
        return date + time + (length >= 11 ? String.format(Locale.ROOT, ".%06d", in.int4()) : "");
    }
}
