/** What plugin and hook share; each has its own copy in its own jar. */
@NullMarked
package io.github.sluice.kafkawriter.internal;

import org.jspecify.annotations.NullMarked;
