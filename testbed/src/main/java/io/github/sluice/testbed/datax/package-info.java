/**
 * DataX for tests: a home folder shaped like DataX's, made by {@link io.github.sluice.testbed.datax.DataxHome}, in which
 * packaged plugins run as child processes, and the same jobs in a real DataX where one is given.
 */
@NullMarked
package io.github.sluice.testbed.datax;

import org.jspecify.annotations.NullMarked;
