package com.alibaba.datax.common.constant;

/** The kinds of plugin; the text is also the folder below {@code plugin/}. */
public enum PluginType {
    READER("reader"),
    TRANSFORMER("transformer"),
    WRITER("writer"),
    HANDLER("handler");

    private final String folder;

    PluginType(String folder) {
        this.folder = folder;
    }

    @Override
    public String toString() {
        return folder;
    }
}
