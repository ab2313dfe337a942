/** StarRocks over its MySQL protocol. */
@NullMarked
package io.github.sluice.coordinator.starrocks;

import org.jspecify.annotations.NullMarked;
