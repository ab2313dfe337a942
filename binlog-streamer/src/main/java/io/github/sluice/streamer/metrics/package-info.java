/** What the streamer says of itself: Prometheus metrics and health. */
@NullMarked
package io.github.sluice.streamer.metrics;

import org.jspecify.annotations.NullMarked;
