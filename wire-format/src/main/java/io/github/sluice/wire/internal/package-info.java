/** Shared by the packages of this module; no promise to anyone outside it. */
@NullMarked
package io.github.sluice.wire.internal;

import org.jspecify.annotations.NullMarked;
