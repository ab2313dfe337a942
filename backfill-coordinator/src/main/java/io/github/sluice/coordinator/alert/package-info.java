/** Words to people, over the chat tools that they have: formats, signatures, delivery, and what was said already. */
@NullMarked
package io.github.sluice.coordinator.alert;

import org.jspecify.annotations.NullMarked;
