/** The binlog-streamer command: MySQL's row binlog into encrypted stream topics. */
@NullMarked
package io.github.sluice.streamer;

import org.jspecify.annotations.NullMarked;
