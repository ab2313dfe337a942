/** What the cluster holds: databases, tables, types, accounts, and the store that keeps rows in the backing MySQL. */
@NullMarked
package io.github.sluice.testbed.starrocks.catalog;

import org.jspecify.annotations.NullMarked;
