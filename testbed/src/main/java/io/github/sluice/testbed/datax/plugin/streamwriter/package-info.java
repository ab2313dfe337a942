/** Prints or drops rows: the parameters of DataX's streamwriter. */
@NullMarked
package io.github.sluice.testbed.datax.plugin.streamwriter;

import org.jspecify.annotations.NullMarked;
