/** The DataX writer plugin {@code starrockswriterext}: rows straight into StarRocks, labelled, counted and accounted for. */
@NullMarked
package io.github.sluice.starrockswriter;

import org.jspecify.annotations.NullMarked;
