/** What is moved and the files that say so: DDL, DataX job, connector. */
@NullMarked
package io.github.sluice.coordinator.plan;

import org.jspecify.annotations.NullMarked;
