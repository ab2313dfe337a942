/** Load transactions: labels, states, timeouts, retention, and the publication of committed rows in commit order. */
@NullMarked
package io.github.sluice.testbed.starrocks.txn;

import org.jspecify.annotations.NullMarked;
