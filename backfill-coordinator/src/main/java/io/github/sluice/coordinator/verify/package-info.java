/** Counts, fingerprints and the rows that differ. */
@NullMarked
package io.github.sluice.coordinator.verify;

import org.jspecify.annotations.NullMarked;
