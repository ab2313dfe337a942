/**
 * Binlog cells as {@code RowCodec.normalise} takes them, so that a row has the same text on the wire whether it came
 * through the binlog or through DataX. Formats: MySQL 8.0 source, {@code libbinlogevents} and {@code sql/log_event.cc}.
 */
@NullMarked
package io.github.sluice.streamer.value;

import org.jspecify.annotations.NullMarked;
