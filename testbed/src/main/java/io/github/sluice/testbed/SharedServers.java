package io.github.sluice.testbed;

import io.github.sluice.testbed.kafka.KafkaBroker;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One MySQL and one Kafka for all tests of a JVM: each starts when it is first asked for and stops with the JVM. A test
 * class keeps to its own names ({@link #database}, {@link #topic}) and does not stop, kill or freeze what is shared; a
 * test that wants to do so starts a server of its own. Thread-safe.
 */
public final class SharedServers {
    private static final Once<MySqlServer> MYSQL = new Once<>(() -> MySqlServer.start(workDir()));
    private static final Once<KafkaBroker> KAFKA = new Once<>(() -> KafkaBroker.start(workDir(), Map.of()));
    private static final AtomicInteger NAMES = new AtomicInteger();

    private SharedServers() {}

    /** The shared MySQL; a failure to start is remembered and thrown again. Never close it. */
    public static MySqlServer mysql() {
        return MYSQL.get();
    }

    /** The shared Kafka broker; a failure to start is remembered and thrown again. Never close it. */
    public static KafkaBroker kafka() {
        return KAFKA.get();
    }

    /** Creates an empty database named after the test class, another one on each call, and returns its name. */
    public static String database(Class<?> test) {
        String name = name(test, "_");
        mysql().execute("CREATE DATABASE " + name);
        return name;
    }

    /** A topic name (or prefix) after the test class that no other call has had. Nothing is created. */
    public static String topic(Class<?> test) {
        return name(test, "-");
    }

    private static String name(Class<?> test, String separator) {
        return test.getSimpleName()
                        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", separator)
                        .toLowerCase(Locale.ROOT)
                + separator
                + NAMES.incrementAndGet();
    }

    /** Under {@code target} of the module whose tests run, else in the temporary folder. */
    private static Path workDir() {
        Path target = Path.of("target").toAbsolutePath();
        return Files.isDirectory(target)
                ? target.resolve("testbed")
                : Path.of(System.getProperty("java.io.tmpdir"), "sluice-testbed-shared");
    }

    /** A value made at its first use; so is the failure to make it. */
    private static final class Once<T> {
        private final Supplier<T> maker;
        private @Nullable T value;
        private @Nullable RuntimeException failure;

        Once(Supplier<T> maker) {
            this.maker = maker;
        }

        synchronized T get() {
            if (failure != null) {
                throw new IllegalStateException("the shared server did not start", failure);
            }
            if (value == null) {
                try {
                    value = maker.get();
                } catch (RuntimeException e) {
                    failure = e;
                    throw e;
                }
            }
            return value;
        }
    }
}
