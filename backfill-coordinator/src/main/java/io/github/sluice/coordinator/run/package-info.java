/** The seven steps, sequenced by two halves. */
@NullMarked
package io.github.sluice.coordinator.run;

import org.jspecify.annotations.NullMarked;
