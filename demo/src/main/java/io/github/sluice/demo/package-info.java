/** The main job on one machine, behind {@code ./quickstart}. */
@NullMarked
package io.github.sluice.demo;

import org.jspecify.annotations.NullMarked;
