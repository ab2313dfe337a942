package io.github.sluice.streamer.binlog;

/**
 * A transaction as it begins in the binlog. Immutable.
 *
 * @param gtid {@code uuid:number} or {@code uuid:tag:number}; empty on a server without GTID
 * @param file binlog file that holds it
 * @param position byte in the file where its first event starts
 * @param committedAt epoch milliseconds at which this server wrote it: microseconds cut off from 8.0.1 on, whole
 *     seconds before
 */
public record SourceTransaction(String gtid, String file, long position, long committedAt) {}
