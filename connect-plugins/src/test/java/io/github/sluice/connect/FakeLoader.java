package io.github.sluice.connect;

import io.github.sluice.streamload.Fence;
import io.github.sluice.streamload.LoadCounts;
import io.github.sluice.streamload.LoadOutcome;
import io.github.sluice.streamload.LoadRequest;
import io.github.sluice.streamload.Loader;
import io.github.sluice.streamload.RowError;
import io.github.sluice.wire.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A StarRocks in memory: rows that were committed, in order. Outcomes can be scripted. */
final class FakeLoader implements Loader {
    final List<Map<?, ?>> rows = new ArrayList<>();
    final List<LoadRequest> loads = new ArrayList<>();
    final List<LoadRequest> probes = new ArrayList<>();
    final List<LoadRequest> resolved = new ArrayList<>();
    /** The next outcomes of load(); empty: as the rows deserve. */
    final Deque<LoadOutcome> scripted = new ArrayDeque<>();

    final Deque<LoadOutcome> resolutions = new ArrayDeque<>();
    Predicate<Map<?, ?>> bad = row -> false;
    /** Whether the error log quotes bad rows, so that they can be found without halving. */
    boolean quotes;

    @Override
    public synchronized LoadOutcome load(LoadRequest request, Fence fence) {
        if (!fence.held()) {
            return LoadOutcome.Abandoned.of("fence lost");
        }
        if (loads.stream().anyMatch(load -> load.label().equals(request.label()))) {
            throw new AssertionError("label used twice: " + request.label());
        }
        loads.add(request);
        LoadOutcome next = scripted.poll();
        if (next != null) {
            return next;
        }
        LoadOutcome refused = refused(request);
        if (refused != null) {
            return refused;
        }
        rows.addAll(read(request));
        return LoadOutcome.Loaded.of(request.label(), new LoadCounts(request.rows(), request.rows(), 0, 0));
    }

    @Override
    public synchronized LoadOutcome probe(LoadRequest request, Fence fence) {
        probes.add(request);
        LoadOutcome refused = refused(request);
        return refused == null ? LoadOutcome.Accepted.INSTANCE : refused;
    }

    @Override
    public synchronized LoadOutcome resolve(LoadRequest request, Fence fence) {
        resolved.add(request);
        LoadOutcome next = resolutions.poll();
        if (next instanceof LoadOutcome.Loaded) {
            rows.addAll(read(request));
        }
        return next == null ? LoadOutcome.Unknown.of("still unknown", null) : next;
    }

    private LoadOutcome refused(LoadRequest request) {
        List<RowError> errors = new ArrayList<>();
        for (Map<?, ?> row : read(request)) {
            if (bad.test(row)) {
                errors.add(new RowError("NULL in NOT NULL column c", quotes ? Json.write(row) : ""));
            }
        }
        return errors.isEmpty()
                ? null
                : LoadOutcome.Refused.of(
                        LoadOutcome.Refused.Cause.ROWS, "too many filtered rows", errors, "http://be:8040/e");
    }

    static List<Map<?, ?>> read(LoadRequest request) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            request.body().writeTo(out);
            List<Map<?, ?>> rows = new ArrayList<>();
            for (Object row : (List<?>) Json.parse(out.toString(StandardCharsets.UTF_8))) {
                rows.add((Map<?, ?>) row);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<Object> values(String column) {
        Set<Object> values = new HashSet<>();
        rows.forEach(row -> values.add(row.get(column)));
        return values;
    }
}
