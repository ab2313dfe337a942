package io.github.sluice.streamer.binlog;

import io.github.sluice.streamer.schema.Statement;
import io.github.sluice.streamer.value.Charsets;
import io.github.sluice.streamer.value.Collations;
import io.github.sluice.streamer.value.EventBytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A statement in the binlog with what its session was set to ({@code Query_event} in
 * {@code libbinlogevents/include/statement_events.h}).
 *
 * @param database the one in use; empty without one
 * @param sql the statement
 * @param databaseCharset default character set of the database in use, as the server resolved it; empty if not said
 * @param serverCharset of new databases; empty if not said
 * @param statement what it does
 */
record QueryEvent(String database, String sql, String databaseCharset, String serverCharset, Statement statement) {
    private static final int FLAGS = 0;
    private static final int SQL_MODE = 1;
    private static final int AUTO_INCREMENT = 3;
    private static final int CHARSET = 4;
    private static final int TIME_ZONE = 5;
    private static final int CATALOG = 6;
    private static final int LC_TIME_NAMES = 7;
    private static final int CHARSET_DATABASE = 8;
    private static final long ANSI_QUOTES = 4;
    private static final long NO_BACKSLASH_ESCAPES = 1L << 20;
    /** Post header of a LOAD DATA statement's event after that of a QUERY event: four fields on its file. */
    private static final int LOAD_FIELDS = 13;

    /** @param load whether the event is an EXECUTE_LOAD_QUERY */
    static QueryEvent parse(EventBytes in, boolean load) {
        in.skip(8);
        int databaseLength = in.u8();
        in.skip(2);
        int statusLength = in.u16();
        if (load) {
            in.skip(LOAD_FIELDS);
        }
        int start = in.skip(statusLength);
        EventBytes status = new EventBytes();
        status.reset(in.array(), start, start + statusLength);
        long mode = 0;
        int client = 0;
        int databaseCollation = 0;
        int serverCollation = 0;
        boolean known = true;
        while (known && status.remaining() > 0) {
            switch (status.u8()) { // in ascending order of their numbers, but for a few that are of no interest
                case FLAGS:
                case AUTO_INCREMENT:
                    status.skip(4);
                    break;
                case SQL_MODE:
                    mode = status.i64();
                    break;
                case CHARSET:
                    client = status.u16();
                    status.skip(2);
                    serverCollation = status.u16();
                    break;
                case TIME_ZONE:
                case CATALOG:
                    status.skip(status.u8());
                    break;
                case LC_TIME_NAMES:
                    status.skip(2);
                    break;
                case CHARSET_DATABASE:
                    databaseCollation = status.u16();
                    break;
                default:
                    known = false;
            }
        }
        String database = in.utf8(databaseLength);
        in.skip(1);
        int length = in.remaining();
        String sql = new String(in.array(), in.skip(length), length, charset(client));
        Statement statement =
                Statement.of(sql, database, (mode & NO_BACKSLASH_ESCAPES) == 0, (mode & ANSI_QUOTES) != 0);
        return new QueryEvent(database, sql, name(databaseCollation), name(serverCollation), statement);
    }

    private static String name(int collation) {
        return collation == 0 ? "" : Collations.charset(collation);
    }

    private static Charset charset(int collation) {
        @Nullable Charset found = collation == 0 ? null : Charsets.find(Collations.charset(collation));
        return found == null ? StandardCharsets.UTF_8 : found;
    }
}
