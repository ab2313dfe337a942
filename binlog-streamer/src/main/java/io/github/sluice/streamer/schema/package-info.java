/** Names and types of tables' columns as they were when an event was written. */
@NullMarked
package io.github.sluice.streamer.schema;

import org.jspecify.annotations.NullMarked;
