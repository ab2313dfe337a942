/** The tables of the demonstration and the seeded rows that fill them. */
@NullMarked
package io.github.sluice.demo.data;

import org.jspecify.annotations.NullMarked;
