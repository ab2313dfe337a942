/** How StarRocks turns the text of a load into column values: numbers, dates, decimals, JSON, binary. */
@NullMarked
package io.github.sluice.testbed.starrocks.convert;

import org.jspecify.annotations.NullMarked;
