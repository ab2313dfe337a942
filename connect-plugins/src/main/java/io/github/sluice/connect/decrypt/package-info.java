/** From a sealed message to a row that every sink survives; shared by the transforms of either name. */
@NullMarked
package io.github.sluice.connect.decrypt;

import org.jspecify.annotations.NullMarked;
