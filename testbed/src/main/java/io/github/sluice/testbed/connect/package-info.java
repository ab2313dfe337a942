/** A real Kafka Connect distributed worker as a child process. */
@NullMarked
package io.github.sluice.testbed.connect;

import org.jspecify.annotations.NullMarked;
