/** {@code sluice.yaml}: one typed settings object, checked as a whole before anything starts. */
@NullMarked
package io.github.sluice.coordinator.settings;

import org.jspecify.annotations.NullMarked;
