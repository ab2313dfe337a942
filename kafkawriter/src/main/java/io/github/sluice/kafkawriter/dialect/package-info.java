/** Job files of other Kafka writers, translated into this writer's parameters. */
@NullMarked
package io.github.sluice.kafkawriter.dialect;

import org.jspecify.annotations.NullMarked;
