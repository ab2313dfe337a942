/** MySQL column types and what each becomes on the wire. */
@NullMarked
package io.github.sluice.wire.type;

import org.jspecify.annotations.NullMarked;
