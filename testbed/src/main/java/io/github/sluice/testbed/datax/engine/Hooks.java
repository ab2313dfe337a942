package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.exception.CommonErrorCode;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.spi.Hook;
import com.alibaba.datax.common.util.Configuration;
import java.io.File;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the first hook of each folder directly below {@code hook/}; one that throws fails the job. */
final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger("HookInvoker");

    private Hooks() {}

    static void invokeAll(Path folder, Configuration job, Map<String, Number> counters) {
        if (!folder.toFile().isDirectory()) {
            LOG.info("No hook invoked, because base dir not exists or is a file: {}", folder);
            return;
        }
        File[] hooks = folder.toFile().listFiles(File::isDirectory);
        if (hooks == null) {
            throw DataXException.asDataXException(EngineErrorCode.HOOK_LOAD_ERROR, "获取HOOK子目录返回null");
        }
        for (File hook : hooks) {
            invoke(hook.toPath(), job, counters);
        }
    }

    private static void invoke(Path folder, Configuration job, Map<String, Number> counters) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            // its classes may be needed until the JVM ends, so the loader is never closed
            Thread.currentThread().setContextClassLoader(new JarLoader(folder));
            Iterator<Hook> found = ServiceLoader.load(Hook.class).iterator();
            if (!found.hasNext()) {
                LOG.warn("No hook defined under path: {}", folder);
                return;
            }
            Hook hook = found.next();
            LOG.info("Invoke hook [{}], path: {}", hook.getName(), folder);
            hook.invoke(job, counters);
        } catch (RuntimeException e) {
            LOG.error("Exception when invoke hook", e);
            throw DataXException.asDataXException(CommonErrorCode.HOOK_INTERNAL_ERROR, "Exception when invoke hook", e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
