/**
 * Reads a MySQL server's row binlog: connects as a replica, checks and decodes every event, and hands transactions,
 * rows and DDL to a {@link io.github.sluice.streamer.binlog.ChangeHandler} on the caller's thread.
 */
@NullMarked
package io.github.sluice.streamer.binlog;

import org.jspecify.annotations.NullMarked;
