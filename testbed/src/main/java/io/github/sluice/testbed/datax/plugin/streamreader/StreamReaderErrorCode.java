package io.github.sluice.testbed.datax.plugin.streamreader;

import com.alibaba.datax.common.spi.ErrorCode;

/** The failures of {@link StreamReader}. */
enum StreamReaderErrorCode implements ErrorCode {
    REQUIRED_VALUE("StreamReader-00", "缺少必填的值"),
    ILLEGAL_VALUE("StreamReader-01", "值不合法"),
    NOT_SUPPORT_TYPE("StreamReader-02", "不支持的列类型");

    private final String code;
    private final String description;

    StreamReaderErrorCode(String code, String description) {
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
