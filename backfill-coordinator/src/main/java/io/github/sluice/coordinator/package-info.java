/** The {@code sluice} command: plans, sequences, verifies and signs off the move of MySQL tables into StarRocks. */
@NullMarked
package io.github.sluice.coordinator;

import org.jspecify.annotations.NullMarked;
