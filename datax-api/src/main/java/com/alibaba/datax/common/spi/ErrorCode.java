package com.alibaba.datax.common.spi;

/**
 * A failure's code and meaning, as a plugin declares them in an enum. {@link #toString()} becomes the first part of
 * the message of every {@link com.alibaba.datax.common.exception.DataXException}, so an implementation overrides it.
 */
public interface ErrorCode {
    /** The short code by which users find the failure, such as {@code Common-00}. */
    String getCode();

    /** What the code means. */
    String getDescription();

    @Override
    String toString();
}
