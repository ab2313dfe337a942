/** Strict JSON for settings, manifests and control records (rows have their own codec). */
@NullMarked
package io.github.sluice.wire.json;

import org.jspecify.annotations.NullMarked;
