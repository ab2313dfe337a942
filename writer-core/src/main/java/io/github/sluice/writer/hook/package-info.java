/** The DataX hook that repeats the writer's comparison against the framework's own counters. */
@NullMarked
package io.github.sluice.writer.hook;

import org.jspecify.annotations.NullMarked;
