/** Which table goes into which topic, and how its row becomes the wire's row: the table files and what follows from them. */
@NullMarked
package io.github.sluice.streamer.route;

import org.jspecify.annotations.NullMarked;
