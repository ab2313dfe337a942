package io.github.sluice.testbed.datax.plugin.streamwriter;

import com.alibaba.datax.common.spi.ErrorCode;

/** The failures of {@link StreamWriter}. */
enum StreamWriterErrorCode implements ErrorCode {
    RUNTIME_EXCEPTION("StreamWriter-00", "运行时异常"),
    ILLEGAL_VALUE("StreamWriter-01", "参数值不合法");

    private final String code;
    private final String description;

    StreamWriterErrorCode(String code, String description) {
        this.code = code;
        this.description = description;
    }

    @Override
    public String getCode() {
        return code;
    }

    @Override
    public String getDescription() {
        return description;
    }

    @Override
    public String toString() {
        return "Code:[" + code + "], Description:[" + description + "]. ";
    }
}
