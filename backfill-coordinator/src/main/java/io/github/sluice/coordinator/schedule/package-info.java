/** Which table may go on when: permits, crews, and what holds tables back. */
@org.jspecify.annotations.NullMarked
package io.github.sluice.coordinator.schedule;
