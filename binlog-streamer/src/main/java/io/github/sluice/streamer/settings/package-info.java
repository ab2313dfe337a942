/** {@code streamer.yaml}: one typed immutable object, checked whole before anything starts. */
@NullMarked
package io.github.sluice.streamer.settings;

import org.jspecify.annotations.NullMarked;
