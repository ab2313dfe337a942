/** A real Kafka broker (KRaft) as a child process. */
@NullMarked
package io.github.sluice.testbed.kafka;

import org.jspecify.annotations.NullMarked;
