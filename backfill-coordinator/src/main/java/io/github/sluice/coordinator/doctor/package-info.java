/**
 * Looks at everything that a run needs before anything moves, and changes nothing. What is seen is a record of plain facts
 * ({@code ...Facts}, made by a {@code ...Sight}); what it means is decided by pure functions over it ({@code ...Checks}).
 */
@NullMarked
package io.github.sluice.coordinator.doctor;

import org.jspecify.annotations.NullMarked;
