/** The DataX writer plugin {@code kafkawriter}: rows into Kafka, sealed, counted and accounted for. */
@NullMarked
package io.github.sluice.kafkawriter;

import org.jspecify.annotations.NullMarked;
