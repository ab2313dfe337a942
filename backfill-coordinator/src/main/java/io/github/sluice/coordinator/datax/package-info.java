/** DataX as a child process. */
@NullMarked
package io.github.sluice.coordinator.datax;

import org.jspecify.annotations.NullMarked;
