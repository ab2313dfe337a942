/** Who said, over which proof, that a verified batch may be let go of. */
@NullMarked
package io.github.sluice.coordinator.signoff;

import org.jspecify.annotations.NullMarked;
