package io.github.sluice.testbed.starrocks.catalog;

import io.github.sluice.testbed.starrocks.catalog.Securable.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the stand-in knows of the privileges of StarRocks 3.0 and later, and on what each can be granted (StarRocks
 * docs, "Privileges supported by StarRocks"). Those of objects that it has not, such as views and resources, are refused.
 */
public enum Privilege {
    ALTER(Kind.DATABASE, Kind.TABLE),
    DROP(Kind.DATABASE, Kind.TABLE),
    SELECT(Kind.TABLE),
    INSERT(Kind.TABLE),
    UPDATE(Kind.TABLE),
    DELETE(Kind.TABLE),
    EXPORT(Kind.TABLE),
    CREATE_TABLE(Kind.DATABASE),
    CREATE_VIEW(Kind.DATABASE),
    CREATE_FUNCTION(Kind.DATABASE),
    CREATE_MATERIALIZED_VIEW(Kind.DATABASE),
    CREATE_DATABASE(Kind.CATALOG),
    USAGE(Kind.CATALOG),
    OPERATE(Kind.SYSTEM);

    private final Set<Kind> kinds;

    Privilege(Kind first, Kind... others) {
        kinds = EnumSet.of(first, others);
    }

    /** As SQL writes it: {@code CREATE TABLE}. */
    public String words() {
        return name().replace('_', ' ');
    }

    /** Whether it can be granted on such an object. */
    public boolean isOf(Kind kind) {
        return kinds.contains(kind);
    }

    /** What ALL means of such an object. */
    public static Set<Privilege> all(Kind kind) {
        EnumSet<Privilege> all = EnumSet.noneOf(Privilege.class);
        Arrays.stream(values()).filter(privilege -> privilege.isOf(kind)).forEach(all::add);
        return all;
    }
}
