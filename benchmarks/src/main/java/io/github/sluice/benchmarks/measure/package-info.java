/** What a process costs, over time, and how to show it. Knows nothing of what is measured. */
@NullMarked
package io.github.sluice.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
