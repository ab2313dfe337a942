/**
 * The live comparison: two halves that share only Kafka compare a table of MySQL with its copy in StarRocks while
 * writers go on writing.
 */
@NullMarked
package io.github.sluice.coordinator.compare;

import org.jspecify.annotations.NullMarked;
