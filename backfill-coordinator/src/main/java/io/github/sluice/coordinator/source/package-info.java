/** The MySQL side: catalogue, reading rows again. */
@NullMarked
package io.github.sluice.coordinator.source;

import org.jspecify.annotations.NullMarked;
