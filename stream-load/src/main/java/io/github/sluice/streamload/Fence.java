package io.github.sluice.streamload;

/**
 * Says whether the caller still owns the rows it is about to write.
 *
 * <p>Asked after {@code begin} and again before {@code commit}. Because {@code begin} is asked first, an owner that
 * follows finds every transaction of ours that was begun while we still owned the rows, and rolls it back; a
 * transaction begun later fails this question. Called on the loading thread.
 */
public interface Fence {
    /** A fence for callers that nobody can succeed, such as tools. */
    Fence NONE = () -> true;

    boolean held();
}
