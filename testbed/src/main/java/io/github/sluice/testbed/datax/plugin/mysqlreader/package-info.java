/**
 * DataX's mysqlreader for tests: the same parameters, splits, queries, column classes and faults. Left out, and refused:
 * {@code checkSlave}; {@code preCheck} runs the queries but parses none.
 */
@NullMarked
package io.github.sluice.testbed.datax.plugin.mysqlreader;

import org.jspecify.annotations.NullMarked;
