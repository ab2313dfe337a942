package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.constant.PluginType;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.plugin.AbstractJobPlugin;
import com.alibaba.datax.common.plugin.AbstractPlugin;
import com.alibaba.datax.common.plugin.AbstractTaskPlugin;
import com.alibaba.datax.common.util.Configuration;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Makes Job and Task objects of installed plugins; one class loader per plugin and JVM. Thread-safe. */
final class PluginLoader {
    private final Configuration installed;
    private final Map<String, JarLoader> loaders = new HashMap<>();

    /** @param installed has the plugin's {@code plugin.json} and path under {@code plugin.TYPE.NAME} */
    PluginLoader(Configuration installed) {
        this.installed = installed;
    }

    AbstractJobPlugin job(PluginType type, String name) {
        return (AbstractJobPlugin) instance(type, name, "$Job");
    }

    AbstractTaskPlugin task(PluginType type, String name) {
        return (AbstractTaskPlugin) instance(type, name, "$Task");
    }

    synchronized JarLoader loader(PluginType type, String name) {
        Configuration description = description(type, name);
        return loaders.computeIfAbsent(type + "." + name, key -> new JarLoader(Path.of(description.getString("path"))));
    }

    private AbstractPlugin instance(PluginType type, String name, String nested) {
        Configuration description = description(type, name);
        try {
            Class<?> loaded = loader(type, name).loadClass(description.getString("class") + nested);
            AbstractPlugin plugin = (AbstractPlugin) loaded.getConstructor().newInstance();
            plugin.setPluginConf(description);
            return plugin;
        } catch (ReflectiveOperationException e) {
            throw DataXException.asDataXException(EngineErrorCode.RUNTIME_ERROR, "无法加载插件[" + name + "]" + nested, e);
        }
    }

    private Configuration description(PluginType type, String name) {
        Configuration description = installed.getConfiguration("plugin." + type + "." + name);
        if (description == null) {
            throw DataXException.asDataXException(
                    EngineErrorCode.PLUGIN_INSTALL_ERROR, "DataX不能找到插件[" + name + "]的配置.");
        }
        return description;
    }
}
