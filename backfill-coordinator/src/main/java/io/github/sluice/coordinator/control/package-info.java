/** The sealed, compacted control topic in which the two halves meet. */
@NullMarked
package io.github.sluice.coordinator.control;

import org.jspecify.annotations.NullMarked;
