package io.github.sluice.streamer.binlog;

/**
 * A transaction as it begins in the binlog. Immutable.
 *
 * @param name its GTID ({@code uuid:number} or {@code uuid:tag:number}), empty if it has none; the place at which it
 *     begins ({@link io.github.sluice.wire.position.FilePosition#nameOf}) if reading began at a place
 * @param file binlog file that holds it
 * @param position byte in the file where its first event starts
 * @param committedAt epoch milliseconds at which this server wrote it: microseconds cut off from 8.0.1 on, whole
 *     seconds before
 */
public record SourceTransaction(String name, String file, long position, long committedAt) {}
