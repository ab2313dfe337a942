/** What Kafka Connect loads from this module: the decrypting transform and the StarRocks sink connector. */
@NullMarked
package io.github.sluice.connect;

import org.jspecify.annotations.NullMarked;
