/**
 * A DataX engine for tests: one JVM that runs a job file with plugins loaded by path as public DataX (commit 60ea07b7)
 * does, its traps included. Entered from {@code bin/datax.sh} of a home made by
 * {@link io.github.sluice.testbed.datax.DataxHome}. It sees only what that home's {@code lib} holds: DataX's old
 * libraries, the plugin API and itself.
 *
 * <p>Left out, and refused where a job asks for it: transformers, encrypted job values ({@code job.setting.keyVersion}),
 * and any mode but standalone.
 */
@NullMarked
package io.github.sluice.testbed.datax.engine;

import org.jspecify.annotations.NullMarked;
