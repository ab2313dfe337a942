package io.github.sluice.testbed.starrocks.catalog;

/** The two table models that the stand-in keeps; AGGREGATE and UNIQUE KEY tables are refused. */
public enum KeyModel {
    /** {@code PRIMARY KEY(...)}: one row per key, the last wins */
    PRIMARY,
    /** {@code DUPLICATE KEY(...)}: rows are appended */
    DUPLICATE
}
