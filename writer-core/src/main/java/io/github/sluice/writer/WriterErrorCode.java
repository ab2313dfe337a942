package io.github.sluice.writer;

import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.spi.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What went wrong in a writer, one code per remedy. Implementations are enums, whose numbers are stable. */
public interface WriterErrorCode extends ErrorCode {
    /** A failure without a cause. */
    default DataXException failure(String message) {
        return DataXException.asDataXException(this, message);
    }

    /**
     * A failure with its cause. Not by DataX's three-argument factory, which pastes the cause's stack trace into the message
     * and drops this code where the cause is itself a {@code DataXException}.
     *
     * @param cause null for none
     */
    default DataXException failure(String message, @Nullable Throwable cause) {
        DataXException failure = DataXException.asDataXException(this, message);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }
}
