/**
 * The streamer's work for one source after another: check, resume, read, publish; reconnect, fail over, stop and let go
 * on with single tables, end when asked.
 */
@NullMarked
package io.github.sluice.streamer.engine;

import org.jspecify.annotations.NullMarked;
