/**
 * Stream Load: the frontend's and the backend's HTTP interface, the reading of payloads, and fault injection.
 *
 * <p>Specification: starrocks.md, sections 2 to 8. What is not implemented is refused: merge commit, several tables or
 * channels in one transaction, {@code negative}, {@code log_rejected_record_num}, bzip2 and snappy, {@code [*]} in JSON
 * paths, functions that are not in {@code expression.Functions}, other values of {@code __op} than 0 and 1.
 *
 * <p>Known differences from a real cluster:
 *
 * <ul>
 *   <li>Labels and transactions live in memory; a restarted stand-in knows none, prepared ones included.
 *   <li>A frontend that redirects a request whose body was announced closes the connection also for {@code
 *       transaction/load}, where a real one keeps it open.
 *   <li>Rows are converted when a request's body is complete, so a transaction load's time includes it; what is wrong
 *       with them is reported by the next step all the same.
 *   <li>NaN and infinity fail the load: the MySQL behind cannot keep them.
 *   <li>{@code _count} is exact.
 * </ul>
 */
@NullMarked
package io.github.sluice.testbed.starrocks.load;

import org.jspecify.annotations.NullMarked;
