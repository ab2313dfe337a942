/** Debezium's embedded engine as a program of its own. */
@NullMarked
package io.github.sluice.testbed.debezium;

import org.jspecify.annotations.NullMarked;
