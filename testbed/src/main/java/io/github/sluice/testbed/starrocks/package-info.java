/**
 * A stand-in for a small StarRocks cluster: the FE's MySQL port and the HTTP ports of FE and BE over
 * one catalog and one storage, a real MySQL. Specification: {@code starrocks.md} ("the page" in
 * comments; numbers such as 9.6 are its sections). What the page does not describe is refused.
 */
@NullMarked
package io.github.sluice.testbed.starrocks;

import org.jspecify.annotations.NullMarked;
