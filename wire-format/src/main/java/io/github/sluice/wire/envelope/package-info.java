/** Sealed messages: what a stranger on the broker sees. */
@NullMarked
package io.github.sluice.wire.envelope;

import org.jspecify.annotations.NullMarked;
