/** Keeps processes running: sees that one is dead or stuck, starts it again within a budget, and says so. */
@NullMarked
package io.github.sluice.coordinator.watch;

import org.jspecify.annotations.NullMarked;
