package com.alibaba.datax.common.plugin;

/** Marks the two collectors through which a plugin reports to the framework. */
public interface PluginCollector {}
