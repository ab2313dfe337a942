/** Counts and sums that tell whether two places hold the same rows. */
@NullMarked
package io.github.sluice.wire.fingerprint;

import org.jspecify.annotations.NullMarked;
