/** What one row and one table name cost, by JMH. */
@NullMarked
package io.github.sluice.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
