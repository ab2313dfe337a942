package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.catalog.Accounts;
import io.github.sluice.testbed.starrocks.catalog.Privilege;
import io.github.sluice.testbed.starrocks.catalog.Securable;
import io.github.sluice.testbed.starrocks.catalog.TableModel;
import java.util.stream.Collectors;

/** SHOW GRANTS (StarRocks docs, "SHOW GRANTS"): anybody its own, root everybody's. Thread-safe. */
final class GrantRows {
    private final Cluster cluster;

    GrantRows(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The cursor is behind SHOW GRANTS. */
    VirtualTable rows(TokenCursor cursor, SessionFacts session) {
        String user = session.user();
        if (cursor.accept("for")) {
            user = AccountNames.user(cursor);
            if (!user.equals(session.user())) {
                new Guard(cluster.accounts()).manageUsers(session.user());
            }
            if (!cluster.accounts().exists(user)) {
                throw SqlError.analyzing("cannot find user '" + user + "'@'%'!");
            }
        }
        String identity = "'" + user + "'@'%'";
        VirtualTable table = VirtualTable.ofText("UserIdentity", "Catalog", "Grants");
        if (user.equals(Accounts.ROOT)) {
            return table.row(identity, null, "GRANT 'root' TO " + identity);
        }
        cluster.accounts().grants(user).forEach((on, privileges) -> {
            String words = privileges.stream().map(Privilege::words).collect(Collectors.joining(", "));
            boolean inCatalog = on.kind() != Securable.Kind.SYSTEM;
            table.row(
                    identity,
                    inCatalog ? "default" : null,
                    "GRANT " + words + " ON " + object(on) + " TO USER " + identity);
        });
        return table;
    }

    private String object(Securable on) {
        if (on instanceof Securable.Database database) {
            return "DATABASE " + database.name();
        }
        if (on instanceof Securable.AllDatabases) {
            return "ALL DATABASES";
        }
        if (on instanceof Securable.TablesOf tables) {
            return "ALL TABLES IN DATABASE " + tables.database();
        }
        if (on instanceof Securable.AllTables) {
            return "ALL TABLES IN ALL DATABASES";
        }
        if (on instanceof Securable.Table granted) {
            TableModel table = cluster.catalog().table(granted.id());
            return "TABLE " + granted.database() + "." + (table == null ? granted.id() : table.name());
        }
        return on instanceof Securable.DefaultCatalog ? "CATALOG default_catalog" : "SYSTEM";
    }
}
