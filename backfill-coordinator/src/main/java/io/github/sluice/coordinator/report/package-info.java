/** What a run has done and proven, as a page to read, as JSON, and as JUnit's XML. */
@NullMarked
package io.github.sluice.coordinator.report;

import org.jspecify.annotations.NullMarked;
