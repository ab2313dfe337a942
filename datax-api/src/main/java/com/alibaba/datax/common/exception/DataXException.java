package com.alibaba.datax.common.exception;

import com.alibaba.datax.common.spi.ErrorCode;

/**
 * A failure with a code. As in DataX, the message made from a cause contains the cause's whole stack trace, and a cause
 * that already is a DataXException is returned instead of being wrapped: the outer code and message are dropped.
 */
public class DataXException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ErrorCode errorCode;

    public DataXException(ErrorCode errorCode, String errorMessage) {
        super(errorCode.toString() + " - " + errorMessage);
        this.errorCode = errorCode;
    }

    public DataXException(String errorMessage) {
        super(errorMessage);
    }

    private DataXException(ErrorCode errorCode, String errorMessage, Throwable cause) {
        super(
                errorCode.toString() + " - " + (errorMessage == null ? "" : errorMessage) + " - " + stackOf(cause),
                cause);
        this.errorCode = errorCode;
    }

    public static DataXException asDataXException(ErrorCode errorCode, String message) {
        return new DataXException(errorCode, message);
    }

    public static DataXException asDataXException(String message) {
        return new DataXException(message);
    }

    public static DataXException asDataXException(ErrorCode errorCode, String message, Throwable cause) {
        if (cause instanceof DataXException) {
            return (DataXException) cause;
        }
        return new DataXException(errorCode, message, cause);
    }

    public static DataXException asDataXException(ErrorCode errorCode, Throwable cause) {
        return asDataXException(errorCode, stackOf(cause), cause);
    }

    /** The code, or null when made from a message alone. */
    public ErrorCode getErrorCode() {
        return errorCode;
    }

    private static String stackOf(Throwable cause) {
        return cause == null ? "" : ExceptionTracker.trace(cause);
    }
}
