/** What a source must be like before its binlog can be trusted to hold every change of every routed table, whole. */
@NullMarked
package io.github.sluice.streamer.preflight;

import org.jspecify.annotations.NullMarked;
