package io.github.sluice.streamload;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which frontend to ask. Stays with one until it fails, because a frontend remembers for 900 s which backend holds a
 * transaction. Thread-safe.
 */
final class FrontEnds {
    private final List<URI> all;
    private final AtomicInteger current = new AtomicInteger();

    FrontEnds(List<URI> all) {
        this.all = all;
    }

    URI current() {
        return all.get(current.get());
    }

    /** Moves on, unless another thread already has. */
    void failed(URI frontEnd) {
        int index = current.get();
        if (all.get(index).equals(frontEnd)) {
            current.compareAndSet(index, (index + 1) % all.size());
        }
    }
}
