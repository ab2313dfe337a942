package io.github.sluice.datax;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.datax.common.util.Configuration;
import com.alibaba.fastjson2.JSON;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Class loaders that see only our API, or only a real installation's libraries, and in both the tests' matrices. */
final class RealDatax {
    private RealDatax() {}

    /** What {@code -Ddatax.home} or {@code DATAX_HOME} names. */
    static Optional<Path> home() {
        String given = System.getProperty("datax.home", System.getenv().getOrDefault("DATAX_HOME", ""));
        return given.isBlank() ? Optional.empty() : Optional.of(Path.of(given));
    }

    static URLClassLoader realLoader(Path home) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(origin(RealDatax.class));
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                urls.add(jar.toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    static URLClassLoader ourLoader() {
        URL[] urls = {
            origin(RealDatax.class), origin(Configuration.class), origin(JSON.class), origin(LoggerFactory.class)
        };
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL origin(Class<?> loaded) {
        try {
            return loaded.getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()
                    .toURL();
        } catch (java.net.URISyntaxException | MalformedURLException e) {
            throw new IllegalStateException("where is " + loaded, e);
        }
    }

    /** Runs a matrix with what {@code loader} sees. */
    @SuppressWarnings("unchecked")
    static Map<String, String> outcomes(Class<?> matrix, ClassLoader loader) throws Exception {
        Class<?> loaded = loader.loadClass(matrix.getName());
        assertThat(loaded).isNotSameAs(matrix);
        return ((Callable<Map<String, String>>) loaded.getConstructor().newInstance()).call();
    }
}
