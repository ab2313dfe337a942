/** The life of the source while its tables move: a writer that never stops, and how late its changes arrive. */
@NullMarked
package io.github.sluice.demo.live;

import org.jspecify.annotations.NullMarked;
