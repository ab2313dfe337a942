/** Sealed records of the control topic, where the two halves meet. */
@NullMarked
package io.github.sluice.wire.control;

import org.jspecify.annotations.NullMarked;
