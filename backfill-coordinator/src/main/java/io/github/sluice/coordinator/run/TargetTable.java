package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.plan.ColumnSpec;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.starrocks.TargetServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Step 1: the StarRocks table is there, has the columns, and is empty. A table is emptied only when the journal shows
 * that we created it. One thread.
 */
final class TargetTable {
    private final Workplace work;
    private final TargetServer warehouse;
    private final BatchLoad load;

    TargetTable(Workplace work, TargetServer warehouse, BatchLoad load) {
        this.work = work;
        this.warehouse = warehouse;
        this.load = load;
    }

    Map<String, @Nullable Object> makeReady(Attempt attempt, Table table, TableSpec spec) {
        String name = warehouse.fullName(spec.target());
        String statement = work.planner().reviewedDdl(table, spec);
        work.planner().reviewedConnector(table, spec);
        load.removeOfEarlierAttempts(attempt, spec);
        warehouse.createDatabase();
        Optional<Resource> known = work.journal().resource(Resource.Kind.TABLE, name);
        List<String> columns = warehouse.columns(spec.target());
        Resource.Origin origin = Resource.Origin.CREATED;
        String note = "created";
        if (columns.isEmpty()) {
            remember(name, Resource.Origin.INTENDED, attempt);
            warehouse.create(statement);
        } else if (known.isPresent() && known.get().ours()) {
            warehouse.truncate(spec.target());
            note = "emptied";
        } else {
            origin = Resource.Origin.FOUND;
            note = "found empty";
        }
        refuseUnlessEmpty(name, spec, origin);
        refuseUnlessColumns(name, spec, warehouse.columns(spec.target()));
        remember(name, origin, attempt);
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("origin", origin.name());
        evidence.put("note", note);
        return evidence;
    }

    private void remember(String name, Resource.Origin origin, Attempt attempt) {
        work.journal().remember(new Resource(Resource.Kind.TABLE, name, origin, attempt.id()));
    }

    private void refuseUnlessEmpty(String name, TableSpec spec, Resource.Origin origin) {
        long rows = warehouse.count(spec.target());
        if (rows == 0) {
            return;
        }
        if (origin == Resource.Origin.FOUND) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "StarRocks table " + name + " holds " + rows
                            + " rows and the journal does not show that we created it; empty it yourself"
                            + " (TRUNCATE TABLE " + name + ") or choose another target");
        }
        throw new Failure(
                ExitCode.REFUSED,
                "StarRocks table " + name + " has " + rows + " rows right after it was made"
                        + " empty: something else writes to it");
    }

    /** A table may have more columns than the plan, but none may be missing. StarRocks columns ignore letter case. */
    private static void refuseUnlessColumns(String name, TableSpec spec, List<String> columns) {
        List<String> found =
                columns.stream().map(column -> column.toLowerCase(Locale.ROOT)).toList();
        List<String> missing = spec.columns().stream()
                .map(ColumnSpec::name)
                .filter(column -> !found.contains(column.toLowerCase(Locale.ROOT)))
                .toList();
        if (!missing.isEmpty()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "StarRocks table " + name + " lacks the columns " + missing + " of the plan; drop it (DROP TABLE "
                            + name + ") or alter it");
        }
    }
}
