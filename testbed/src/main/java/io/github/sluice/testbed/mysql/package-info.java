/** A real MySQL (5.7.22, 8.0.15, 8.0.31) as a child process, with row binlog and GTID. */
@NullMarked
package io.github.sluice.testbed.mysql;

import org.jspecify.annotations.NullMarked;
