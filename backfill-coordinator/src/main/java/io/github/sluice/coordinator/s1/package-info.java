/** Files of the published scripts (DataX, Kafka, Connect): what they say of tables, and their known faults. */
@NullMarked
package io.github.sluice.coordinator.s1;

import org.jspecify.annotations.NullMarked;
