/** A row: its schema, its JSON on the wire and the bytes by which two readings of it are compared. */
@NullMarked
package io.github.sluice.wire.row;

import org.jspecify.annotations.NullMarked;
