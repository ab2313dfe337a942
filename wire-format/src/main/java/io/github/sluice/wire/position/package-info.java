/** How far a streamer has come: the record that travels in the same Kafka transaction as the rows it covers. */
@NullMarked
package io.github.sluice.wire.position;

import org.jspecify.annotations.NullMarked;
