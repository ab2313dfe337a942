package io.github.sluice.writer.hook;

import com.alibaba.datax.common.spi.ErrorCode;

/** What the hook refuses, one code per remedy. */
enum HookErrorCode implements ErrorCode {
    COUNTS_DIFFER("KafkaWriterHook-01", "do not use this run; keep its log and manifest / 本次结果不可用, 请保留日志与清单"),
    MANIFEST("KafkaWriterHook-02", "the run left no usable manifest / 本次运行没有留下可用的清单");

    private final String code;
    private final String description;

    HookErrorCode(String code, String description) {
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
        return "Code:[" + code + "], Description:[" + description + "].";
    }
}
