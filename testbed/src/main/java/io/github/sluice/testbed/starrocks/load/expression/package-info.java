/**
 * The SQL expressions of the headers {@code columns} and {@code where}: parsed, typed and evaluated row by row. A
 * function that is not here is refused.
 */
@NullMarked
package io.github.sluice.testbed.starrocks.load.expression;

import org.jspecify.annotations.NullMarked;
