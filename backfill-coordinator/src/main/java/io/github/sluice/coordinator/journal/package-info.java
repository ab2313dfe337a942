/** The durable memory of one half, so that a killed run resumes. */
@NullMarked
package io.github.sluice.coordinator.journal;

import org.jspecify.annotations.NullMarked;
