/** Real servers and stand-ins for integration tests. */
@NullMarked
package io.github.sluice.testbed;

import org.jspecify.annotations.NullMarked;
