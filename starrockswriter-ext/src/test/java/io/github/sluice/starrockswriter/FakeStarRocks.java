package io.github.sluice.starrockswriter;

import io.github.sluice.streamload.Fence;
import io.github.sluice.streamload.LoadCounts;
import io.github.sluice.streamload.LoadOutcome;
import io.github.sluice.streamload.LoadRequest;
import io.github.sluice.streamload.LoadState;
import io.github.sluice.streamload.Loader;
import io.github.sluice.streamload.RowError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** A table that takes whole loads or none, each label once, and refuses rows that a test calls bad. One thread. */
final class FakeStarRocks implements Loader, ChunkLoader.Settlement {
    final List<String> rows = new ArrayList<>();
    final List<String> labels = new ArrayList<>();
    private final Set<String> visible = new HashSet<>();
    private final Deque<Function<LoadRequest, LoadOutcome>> troubles = new ArrayDeque<>();
    private Predicate<String> bad = row -> false;
    private int quotedAtMost = 50;

    /** The next load ends so instead; later ones as they would. */
    void next(Function<LoadRequest, LoadOutcome> trouble) {
        troubles.add(trouble);
    }

    /** @param quoted how many refused rows the error log quotes at most */
    void refuse(Predicate<String> badRow, int quoted) {
        bad = badRow;
        quotedAtMost = quoted;
    }

    @Override
    public LoadOutcome load(LoadRequest request, Fence fence) {
        labels.add(request.label());
        Function<LoadRequest, LoadOutcome> trouble = troubles.poll();
        return trouble == null ? take(request) : trouble.apply(request);
    }

    LoadOutcome take(LoadRequest request) {
        if (visible.contains(request.label())) {
            return LoadOutcome.Retriable.of("begin answered LABEL_ALREADY_EXISTS", null);
        }
        List<String> sent = rowsOf(request);
        List<String> refused = sent.stream().filter(bad).toList();
        if (!refused.isEmpty()) {
            return LoadOutcome.Refused.of(
                    LoadOutcome.Refused.Cause.ROWS,
                    "too many filtered rows",
                    refused.stream()
                            .limit(quotedAtMost)
                            .map(row -> new RowError("text too long", row))
                            .toList(),
                    null);
        }
        rows.addAll(sent);
        visible.add(request.label());
        return LoadOutcome.Loaded.of(request.label(), new LoadCounts(sent.size(), sent.size(), 0, 0));
    }

    /** As a load whose reply is lost. */
    LoadOutcome takeSilently(LoadRequest request) {
        take(request);
        return LoadOutcome.Retriable.of("load got no answer", new IOException("reset"));
    }

    @Override
    public LoadOutcome resolve(LoadRequest request, Fence fence) {
        return visible.contains(request.label())
                ? LoadOutcome.Loaded.of(request.label(), LoadCounts.NOT_TOLD)
                : LoadOutcome.Unknown.of("state COMMITTED", null);
    }

    @Override
    public LoadOutcome probe(LoadRequest request, Fence fence) {
        throw new UnsupportedOperationException("the writer does not probe");
    }

    @Override
    public LoadState settle(String label) {
        return visible.contains(label) ? LoadState.VISIBLE : LoadState.ABORTED;
    }

    private static List<String> rowsOf(LoadRequest request) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            request.body().writeTo(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = body.toString(StandardCharsets.UTF_8);
        return List.of(text.substring(1, text.length() - 1).split("(?<=}),(?=\\{)"));
    }
}
