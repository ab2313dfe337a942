package io.github.sluice.testbed.starrocks.sql;

/** How statements name users. Stateless. */
public final class AccountNames {
    private AccountNames() {}

    /** {@code name} or {@code name@'%'}, each quoted or not; a user of one host is refused. */
    public static String user(TokenCursor cursor) {
        String name = name(cursor);
        if (cursor.acceptSymbol("@") && !name(cursor).equals("%")) {
            throw SqlError.notInStandIn("users of one host");
        }
        return name;
    }

    /** {@code identifierOrString} of the grammar. */
    public static String name(TokenCursor cursor) {
        return cursor.peek().kind() == Token.Kind.STRING ? cursor.string() : cursor.identifier();
    }
}
