/**
 * A small HTTP/1.1 server on blocking sockets, for the two HTTP ports of the StarRocks stand-in.
 *
 * <p>The JDK's own server answers {@code Expect: 100-continue} by itself, which breaks StarRocks' rules: a frontend
 * never sends 100, a backend sends it only after it has accepted the headers, and a refusal comes before any body
 * byte is read. Here the handler decides.
 */
@NullMarked
package io.github.sluice.testbed.starrocks.http;

import org.jspecify.annotations.NullMarked;
