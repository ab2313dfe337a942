package io.github.sluice.coordinator.source;

import io.github.sluice.coordinator.source.MySqlPositions.End;
import io.github.sluice.wire.position.SourcePosition;
import java.util.Collection;

/** What differs between the kinds of position. One thread. */
interface Counting {
    /** @throws io.github.sluice.coordinator.Failure if positions of this kind cannot be relied on here, with what to do */
    void refuseUnlessFit();

    /** As {@link MySqlPositions#end}. */
    End end();

    /** As {@link MySqlPositions#visibility}. */
    Visibility visibility(Collection<SourcePosition> sent);
}
