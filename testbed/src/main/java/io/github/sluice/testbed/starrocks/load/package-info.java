/**
 * Stream Load: the frontend's and the backend's HTTP interface, the reading of payloads, and fault injection.
 *
 * <p>Specification: starrocks.md, sections 2 to 8. What is not implemented is refused.
 */
@NullMarked
package io.github.sluice.testbed.starrocks.load;

import org.jspecify.annotations.NullMarked;
