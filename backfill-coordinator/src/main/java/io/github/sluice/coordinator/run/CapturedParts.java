package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.Opened;
import io.github.sluice.coordinator.plan.StreamTable;
import io.github.sluice.coordinator.plan.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A table's parts in all MySQLs that it is in. One thread; closed by its opener. */
final class CapturedParts implements AutoCloseable {
    private final List<CapturedPart> all = new ArrayList<>();
    private final Opened opened = new Opened();

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
            for (T one : of) {
                CapturedPart part = opener.apply(one);
                parts.opened.add(part::close);
                parts.all.add(part);
            }
            return parts;
        } catch (RuntimeException e) {
            parts.opened.closeAfter(e);
            throw e;
        }
    }

    List<CapturedPart> all() {
        return all;
    }

    @Override
    public void close() {
        opened.close();
    }
}
