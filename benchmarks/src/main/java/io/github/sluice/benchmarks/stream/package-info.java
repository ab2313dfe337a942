/** The streamer, its rivals, and the world they are measured in. */
@NullMarked
package io.github.sluice.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
