package com.alibaba.datax.common.exception;

import com.alibaba.datax.common.spi.ErrorCode;

/** The failures that are common to framework and plugins. The codes are DataX's. */
public enum CommonErrorCode implements ErrorCode {
    CONFIG_ERROR("Common-00", "配置有误，请检查作业配置"),
    CONVERT_NOT_SUPPORT("Common-01", "脏数据：不支持该类型转换"),
    CONVERT_OVER_FLOW("Common-02", "脏数据：类型转换时溢出"),
    RETRY_FAIL("Common-10", "重试多次后仍然失败"),
    RUNTIME_ERROR("Common-11", "运行时内部错误"),
    HOOK_INTERNAL_ERROR("Common-12", "Hook 执行出错"),
    SHUT_DOWN_TASK("Common-20", "Task 已被要求停止，准备 failover"),
    WAIT_TIME_EXCEED("Common-21", "等待超时"),
    TASK_HUNG_EXPIRED("Common-22", "Task 长时间没有进展，已过期");

    private final String code;
    private final String description;

    CommonErrorCode(String code, String description) {
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
        return "Code:[" + code + "], Describe:[" + description + "]";
    }
}
