/** Makes rows for tests: the parameters of DataX's streamreader. */
@NullMarked
package io.github.sluice.testbed.datax.plugin.streamreader;

import org.jspecify.annotations.NullMarked;
