/** GTID sets: which transactions a server has executed, or a table has in its topic. */
@NullMarked
package io.github.sluice.streamer.gtid;

import org.jspecify.annotations.NullMarked;
