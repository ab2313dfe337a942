/** Topics, groups and positions: created, read through, dropped. */
@NullMarked
package io.github.sluice.coordinator.kafka;

import org.jspecify.annotations.NullMarked;
