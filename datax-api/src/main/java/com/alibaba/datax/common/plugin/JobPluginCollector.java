package com.alibaba.datax.common.plugin;

import java.util.List;
import java.util.Map;

/** What tasks told their job. Open-source DataX throws NullPointerException from both methods. */
public interface JobPluginCollector extends PluginCollector {
    Map<String, List<String>> getMessage();

    List<String> getMessage(String key);
}
