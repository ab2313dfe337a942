/**
 * Rows and the position that covers them into Kafka, in one transaction: a streamer killed at any moment has either
 * both or neither, and {@code transactional.id} lets one streamer only write.
 */
@NullMarked
package io.github.sluice.streamer.publish;

import org.jspecify.annotations.NullMarked;
