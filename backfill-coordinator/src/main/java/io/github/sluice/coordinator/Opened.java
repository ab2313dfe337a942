package io.github.sluice.coordinator;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What was opened together and is closed together, the last first. One thread; closed by its opener. */
public final class Opened implements AutoCloseable {
    private final Deque<Runnable> closers = new ArrayDeque<>();

    /** @param closer closes what has just been opened */
    public void add(Runnable closer) {
        closers.push(closer);
    }

    /**
     * Closes every one, whatever becomes of the others.
     *
     * @throws RuntimeException the first that closing one has thrown, with the others suppressed
     */
    @Override
    public void close() {
        @Nullable RuntimeException first = closeAll(null);
        if (first != null) {
            throw first;
        }
    }

    /** Closes every one because something could not be opened; what that throws is suppressed in the reason. */
    public void closeAfter(RuntimeException reason) {
        closeAll(reason);
    }

    private @Nullable RuntimeException closeAll(@Nullable RuntimeException reason) {
        RuntimeException first = reason;
        while (!closers.isEmpty()) {
            try {
                closers.pop().run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        return first;
    }
}
