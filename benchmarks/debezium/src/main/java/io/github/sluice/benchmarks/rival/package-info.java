/**
 * What the streamer does, done with Debezium's embedded engine. Compiled against each of its engines, and on no class
 * path of ours.
 */
@NullMarked
package io.github.sluice.benchmarks.rival;

import org.jspecify.annotations.NullMarked;
