/**
 * What DataX writer plugins share: parameters read with all faults at once, books of every row, and the run manifest. Knows
 * DataX and the wire format; no Kafka, no HTTP, no JDBC.
 *
 * <p>A plugin opens a {@link io.github.sluice.writer.Run} in its job, gives each task a
 * {@link io.github.sluice.writer.TaskAccount}, and ends with a {@link io.github.sluice.writer.RunReport}.
 */
@NullMarked
package io.github.sluice.writer;

import org.jspecify.annotations.NullMarked;
