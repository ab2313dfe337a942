/** The commands of {@code benchmarks/run}. */
@NullMarked
package io.github.sluice.benchmarks;

import org.jspecify.annotations.NullMarked;
