/** The decrypting transform under the name that published connector configurations use (inventory #46). */
@NullMarked
package com.starrocks.connector.kafka.transforms;

import org.jspecify.annotations.NullMarked;
