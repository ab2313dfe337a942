/** How new a table's newest row is, and where newer ones are held up. */
@NullMarked
package io.github.sluice.coordinator.freshness;

import org.jspecify.annotations.NullMarked;
