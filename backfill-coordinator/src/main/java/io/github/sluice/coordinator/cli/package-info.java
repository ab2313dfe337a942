/** The command line: options, exit codes, messages, progress and reports. */
@NullMarked
package io.github.sluice.coordinator.cli;

import org.jspecify.annotations.NullMarked;
