package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.util.Configuration;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a job's configuration together: the job file over {@code conf/core.json}, and the plugins it names. */
final class EngineConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger("ConfigParser");
    private static final int HTTP_TIMEOUT_MILLIS = 10_000;

    private final Path home;

    EngineConfiguration(Path home) {
        this.home = home;
    }

    /** @param job a path or an http(s) URL */
    Configuration of(String job) {
        Configuration configuration = jobConfiguration(job);
        if (configuration.getString(Keys.KEY_VERSION) != null) {
            throw DataXException.asDataXException(EngineErrorCode.SECRET_ERROR, Keys.KEY_VERSION + " is not supported");
        }
        configuration.merge(Configuration.from(home.resolve("conf/core.json").toFile()), false);
        Set<String> wanted = new HashSet<>();
        wanted.add(configuration.getString(Keys.READER_NAME));
        wanted.add(configuration.getString(Keys.WRITER_NAME));
        for (String handler : List.of("job.preHandler.pluginName", "job.postHandler.pluginName")) {
            String name = configuration.getString(handler, "");
            if (!name.isEmpty()) {
                wanted.add(name);
            }
        }
        try {
            configuration.merge(plugins(wanted), false);
        } catch (RuntimeException e) {
            LOG.warn("插件{}加载失败，1s后重试... Exception:{} ", wanted, e.getMessage());
            pause();
            configuration.merge(plugins(wanted), false);
        }
        return configuration;
    }

    private static void pause() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DataXException.asDataXException(EngineErrorCode.RUNTIME_ERROR, e);
        }
    }

    private static Configuration jobConfiguration(String job) {
        boolean remote = job.trim().toLowerCase(Locale.ROOT).startsWith("http");
        File file = new File(job);
        if (!remote && !file.isFile()) {
            throw DataXException.asDataXException(EngineErrorCode.CONFIG_ERROR, "获取作业配置信息失败:" + job);
        }
        if (!remote) {
            return Configuration.from(file);
        }
        try {
            URLConnection connection = URI.create(job.trim()).toURL().openConnection();
            connection.setConnectTimeout(HTTP_TIMEOUT_MILLIS);
            connection.setReadTimeout(HTTP_TIMEOUT_MILLIS);
            try (InputStream in = connection.getInputStream()) {
                return Configuration.from(in);
            }
        } catch (IOException e) {
            throw DataXException.asDataXException(EngineErrorCode.CONFIG_ERROR, "获取作业配置信息失败:" + job, e);
        }
    }

    /**
     * Reads every entry of both plugin folders, also those that the job does not want: a stray file there breaks every
     * job, as does a second plugin of a name already seen.
     */
    private Configuration plugins(Set<String> wanted) {
        Configuration found = Configuration.newDefault();
        Set<String> names = new HashSet<>();
        int complete = 0;
        for (String type : List.of("reader", "writer")) {
            File folder = home.resolve("plugin").resolve(type).toFile();
            for (String entry : entriesOf(folder)) {
                File plugin = new File(folder, entry);
                Configuration description = Configuration.from(new File(plugin, "plugin.json"));
                String name = description.getString("name");
                if (!names.add(name)) {
                    throw DataXException.asDataXException(EngineErrorCode.PLUGIN_INIT_ERROR, "插件加载失败,存在重复插件:" + plugin);
                }
                if (!wanted.contains(name)) {
                    continue;
                }
                if (description.getString("path", "").isBlank()) {
                    description.set("path", plugin.getPath());
                    description.set("loadType", "jarLoader");
                }
                found.set("plugin." + type + "." + name, description.getInternal());
                complete++;
            }
        }
        if (complete != wanted.size()) {
            throw DataXException.asDataXException(
                    EngineErrorCode.PLUGIN_INIT_ERROR, "插件加载失败，未完成指定插件加载:" + new ArrayList<>(wanted));
        }
        return found;
    }

    private static List<String> entriesOf(File folder) {
        String[] entries = folder.list();
        return entries == null ? List.of() : List.of(entries);
    }
}
