/** CREATE, DROP, ALTER and TRUNCATE with StarRocks' checks and messages (sections 10.1 to 10.8). */
@NullMarked
package io.github.sluice.testbed.starrocks.ddl;

import org.jspecify.annotations.NullMarked;
