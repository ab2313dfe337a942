/** The run manifest: the evidence that a backfill attempt leaves behind. */
@NullMarked
package io.github.sluice.wire.manifest;

import org.jspecify.annotations.NullMarked;
