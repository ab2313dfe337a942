/** Kafka Connect over REST. */
@NullMarked
package io.github.sluice.coordinator.connect;

import org.jspecify.annotations.NullMarked;
