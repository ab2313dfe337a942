package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.spi.ErrorCode;

/** The engine's own failures, under the codes of DataX's framework. */
enum EngineErrorCode implements ErrorCode {
    ARGUMENT_ERROR("Framework-01", "引擎内部参数错误"),
    RUNTIME_ERROR("Framework-02", "引擎运行时出错"),
    CONFIG_ERROR("Framework-03", "引擎配置错误"),
    SECRET_ERROR("Framework-04", "引擎不解密作业配置"),
    HOOK_LOAD_ERROR("Framework-05", "加载 Hook 出错"),
    PLUGIN_INSTALL_ERROR("Framework-10", "插件没有安装"),
    PLUGIN_INIT_ERROR("Framework-12", "插件初始化出错"),
    PLUGIN_RUNTIME_ERROR("Framework-13", "插件运行时出错"),
    DIRTY_LIMIT_EXCEEDED("Framework-14", "脏数据超过限制"),
    PLUGIN_SPLIT_ERROR("Framework-15", "插件切分出错"),
    KILLED("Framework-143", "Job 收到了 Kill 命令");

    private final String code;
    private final String description;

    EngineErrorCode(String code, String description) {
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

    /** 143 for a killed job, else 1. */
    int exitCode() {
        return this == KILLED ? 143 : 1;
    }
}
