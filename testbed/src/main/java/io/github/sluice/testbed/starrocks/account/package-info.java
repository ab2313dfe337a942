/** CREATE USER, GRANT, REVOKE and their kin, as StarRocks 3.0 and later takes them. */
@NullMarked
package io.github.sluice.testbed.starrocks.account;

import org.jspecify.annotations.NullMarked;
