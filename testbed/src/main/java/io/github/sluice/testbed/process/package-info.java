/**
 * Child processes with one owner: started with a log file, awaited with a limit, stopped by asking first, and gone with
 * their folders whatever happens to the JVM that started them.
 */
@NullMarked
package io.github.sluice.testbed.process;

import org.jspecify.annotations.NullMarked;
