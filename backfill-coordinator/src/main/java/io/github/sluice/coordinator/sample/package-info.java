/** How far the steps of a run were at which time, in few points, for the plots of its report. */
@NullMarked
package io.github.sluice.coordinator.sample;

import org.jspecify.annotations.NullMarked;
