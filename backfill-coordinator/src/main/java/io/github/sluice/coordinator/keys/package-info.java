/** The key file and how far each key is used up. */
@NullMarked
package io.github.sluice.coordinator.keys;

import org.jspecify.annotations.NullMarked;
