/** Data keys, where they come from, and the record keys derived from them. */
@NullMarked
package io.github.sluice.wire.key;

import org.jspecify.annotations.NullMarked;
