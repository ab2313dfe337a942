package com.alibaba.datax.common.element;

import java.util.Map;

/**
 * A row on its way from reader to writer. Import this type by name: from Java 16 on a wildcard import collides with
 * {@code java.lang.Record}.
 */
public interface Record {
    void addColumn(Column column);

    /** Replaces column {@code i}, first filling up with null references when the row is shorter. */
    void setColumn(int i, Column column);

    /** The column, or null when out of range or padded. */
    Column getColumn(int i);

    @Override
    String toString();

    int getColumnNumber();

    /** Sum of the columns' sizes; characters for text. */
    int getByteSize();

    /** An estimate of the heap that the row takes, by which the channel is bounded. */
    int getMemorySize();

    void setMeta(Map<String, String> meta);

    /** Null with almost every reader. */
    Map<String, String> getMeta();
}
