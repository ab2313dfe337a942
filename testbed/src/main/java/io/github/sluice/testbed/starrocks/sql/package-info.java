/** SELECT, SHOW, INSERT, UPDATE and DELETE of the stand-in: its own parser, a typed tree, and the rendering for the backing MySQL. */
@NullMarked
package io.github.sluice.testbed.starrocks.sql;

import org.jspecify.annotations.NullMarked;
