package io.github.sluice.testbed.starrocks.sql;

import io.github.sluice.testbed.starrocks.catalog.StarRocksType;

/** One column of a result: its label and its type; a VARCHAR of length 0 is one of unknown length (9.6). */
public record ResultColumn(String label, StarRocksType type) {
    /** Text of unknown length. */
    static final StarRocksType TEXT = StarRocksType.varchar(0);

    static ResultColumn text(String label) {
        return new ResultColumn(label, TEXT);
    }
}
