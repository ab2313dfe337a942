package io.github.sluice.testbed.starrocks.account;

import io.github.sluice.testbed.starrocks.catalog.Privilege;
import io.github.sluice.testbed.starrocks.catalog.Securable;
import io.github.sluice.testbed.starrocks.sql.TableName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements about users, as parsed. A user is its name: every host is meant. */
sealed interface AccountStatement {
    record CreateUser(String user, boolean ifNotExists, String password) implements AccountStatement {}

    record AlterUser(String user, boolean ifExists, String password) implements AccountStatement {}

    record DropUser(String user, boolean ifExists) implements AccountStatement {}

    /**
     * GRANT or REVOKE.
     *
     * @param privileges null for ALL
     */
    record Change(boolean grant, @Nullable Set<Privilege> privileges, Target on, String user)
            implements AccountStatement {}

    /** What a GRANT names; tables are looked up when it is carried out. */
    sealed interface Target {
        Securable.Kind kind();

        record Named(List<Securable> objects) implements Target {
            @Override
            public Securable.Kind kind() {
                return objects.get(0).kind();
            }
        }

        record Tables(List<TableName> names) implements Target {
            @Override
            public Securable.Kind kind() {
                return Securable.Kind.TABLE;
            }
        }
    }
}
