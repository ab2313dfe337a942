package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.plan.StreamTable;
import io.github.sluice.coordinator.plan.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A table's parts in all MySQLs that it is in. One thread; closed by its opener. */
final class CapturedParts implements AutoCloseable {
    private final List<CapturedPart> all = new ArrayList<>();

    private CapturedParts() {}

    /** @param files the text of each part's table file, by the MySQL's name */
    static CapturedParts planned(Workplace work, TableSpec spec, Function<String, String> files) {
        return opened(
                spec.sources(),
                mysql -> new CapturedPart(
                        work, spec, mysql, StreamTable.key(spec.in(mysql)), StreamerFolder.digest(files.apply(mysql))));
    }

    /** The parts of an attempt whose capture is finished. */
    static CapturedParts pinned(Workplace work, TableSpec spec, List<Pinned> pinned) {
        return opened(pinned, one -> new CapturedPart(work, spec, one.mysql(), one.key(), one.digest()));
    }

    private static <T> CapturedParts opened(List<T> of, Function<T, CapturedPart> opener) {
        CapturedParts parts = new CapturedParts();
        try {
            of.forEach(one -> parts.all.add(opener.apply(one)));
            return parts;
        } catch (RuntimeException e) {
            try {
                parts.close();
            } catch (RuntimeException other) {
                e.addSuppressed(other);
            }
            throw e;
        }
    }

    List<CapturedPart> all() {
        return all;
    }

    /** Closes every one, whatever the others say. */
    @Override
    public void close() {
        @Nullable RuntimeException first = null;
        for (CapturedPart part : all) {
            try {
                part.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
