/** The commands of {@code binlog-streamer}. */
@NullMarked
package io.github.sluice.streamer.cli;

import org.jspecify.annotations.NullMarked;
