/** The kafkawriter, the parts that its work cannot do without, its rivals, and the world they are measured in. */
@NullMarked
package io.github.sluice.benchmarks.writer;

import org.jspecify.annotations.NullMarked;
