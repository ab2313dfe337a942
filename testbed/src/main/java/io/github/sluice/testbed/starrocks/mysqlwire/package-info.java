/** The FE's MySQL protocol port (section 9). */
@NullMarked
package io.github.sluice.testbed.starrocks.mysqlwire;

import org.jspecify.annotations.NullMarked;
