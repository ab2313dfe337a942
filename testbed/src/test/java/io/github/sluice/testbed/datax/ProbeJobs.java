package io.github.sluice.testbed.datax;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sluice.testbed.datax.probe.ProbeWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A home with the probe plugins and the probe hook packaged as any plugin is, and jobs for them. */
final class ProbeJobs {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "io/github/sluice/testbed/datax/probe/";

    private final Path folder;
    private final DataxHome home;
    private int jobs;

    ProbeJobs(Path folder) throws IOException {
        this.folder = folder;
        this.home = DataxHome.create(folder.resolve("datax")).pollEvery(Duration.ofMillis(200));
        home.install(plugin("reader", "probereader", "ProbeReader"));
        home.install(plugin("writer", "probewriter", "ProbeWriter"));
        home.install(hook());
    }

    DataxHome home() {
        return home;
    }

    private Path plugin(String side, String name, String className) throws IOException {
        Path packaged =
                Files.createDirectories(folder.resolve("packaged").resolve(side).resolve(name));
        ClassPathEntry.of(ProbeWriter.class)
                .writeJar(Files.createDirectories(packaged.resolve("libs")).resolve("probe.jar"), PREFIX);
        Map<String, String> description = Map.of(
                "name", name, "class", "io.github.sluice.testbed.datax.probe." + className, "developer", "sluice");
        JSON.writeValue(packaged.resolve("plugin.json").toFile(), description);
        return packaged;
    }

    private Path hook() throws IOException {
        Path packaged = Files.createDirectories(folder.resolve("packaged/hook/probe"));
        ClassPathEntry.of(ProbeWriter.class).writeJar(packaged.resolve("probe.jar"), PREFIX);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(packaged.resolve("service.jar")))) {
            jar.putNextEntry(new JarEntry("META-INF/services/com.alibaba.datax.common.spi.Hook"));
            jar.write("io.github.sluice.testbed.datax.probe.ProbeHook\n".getBytes());
            jar.closeEntry();
        }
        return packaged;
    }

    Job job() {
        return new Job(folder, ++jobs, home);
    }

    /** One probe job in the making: 10 rows in one task unless told. */
    static final class Job {
        private final DataxHome home;
        private final Path file;
        private final Path trace;
        private final ObjectNode tree;

        private Job(Path folder, int number, DataxHome home) {
            this.home = home;
            this.file = folder.resolve("job" + number + ".json");
            this.trace = folder.resolve("trace" + number + ".txt");
            this.tree = JSON.createObjectNode();
            set("/job/setting/speed/channel", 1);
            tree.withArray("/job/content").addObject();
            reader("probereader");
            writer("probewriter");
            reader("trace", trace.toString());
            writer("trace", trace.toString());
        }

        Job set(String pointer, Object value) {
            int cut = pointer.lastIndexOf('/');
            tree.withObject(pointer.substring(0, cut)).set(pointer.substring(cut + 1), JSON.valueToTree(value));
            return this;
        }

        Job reader(String name) {
            return set("/job/content/0/reader/name", name);
        }

        Job writer(String name) {
            return set("/job/content/0/writer/name", name);
        }

        Job reader(String key, Object value) {
            return set("/job/content/0/reader/parameter/" + key, value);
        }

        Job writer(String key, Object value) {
            return set("/job/content/0/writer/parameter/" + key, value);
        }

        Path file() throws IOException {
            JSON.writeValue(file.toFile(), tree);
            return file;
        }

        DataxResult run(String... options) throws IOException, InterruptedException {
            return home.run(file(), Map.of(), options);
        }

        Path trace() {
            return trace;
        }

        List<String> traced() throws IOException {
            return Files.exists(trace) ? Files.readAllLines(trace) : List.of();
        }
    }
}
