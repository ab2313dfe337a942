package io.github.sluice.benchmarks.writer;

import io.github.sluice.testbed.process.ServerClassPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Kafka's producer alone: {@code kafka-producer-perf-test} (class {@code ProducerPerformance} of kafka-tools) with as many records,
 * of as many bytes, as our writer's form has. It draws its values from a file, because it makes those of a given size byte by
 * byte for each record, which costs more than sending them. Without keys.
 */
final class PerfTest implements Contender {
    /** Of our writer and the rivals too. */
    static final int BATCH_BYTES = 128 * 1024;

    /** Our writer's default. With a few, the rows of four tasks for four partitions never fill a batch. */
    static final int LINGER_MILLIS = 100;

    private static final int VALUES = 500;
    private static final int MOST_FILE_BYTES = 16 * 1024 * 1024;

    private final House house;
    private final String jvm;
    private final OurWriter like;
    private final Form form;

    /** @param like its shape is looked at in each run */
    PerfTest(House house, String jvm, OurWriter like, Form form) {
        this.house = house;
        this.jvm = jvm;
        this.like = like;
        this.form = form;
    }

    @Override
    public String name() {
        return name(form);
    }

    static String name(Form form) {
        return "producer " + form;
    }

    @Override
    public long rows(long rows) {
        return rows;
    }

    @Override
    public Finished run(long rows, Path folder) throws Exception {
        Files.createDirectories(folder);
        String topic = house.newTopic();
        int bytes = (int) Math.round(like.shape().recordBytes());
        long records = Math.max(1, Math.round(rows / like.shape().rowsPerRecord()));
        Path values = values(folder.resolve("values"), bytes);
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Collections.addAll(program, jvm.split(" "));
        program.addAll(List.of(
                "org.apache.kafka.tools.ProducerPerformance",
                "--topic",
                topic,
                "--num-records",
                String.valueOf(records),
                "--throughput",
                "-1",
                "--payload-file",
                values.toString(),
                "--producer-props",
                "bootstrap.servers=" + house.bootstrapServers(),
                "acks=all",
                "batch.size=" + BATCH_BYTES,
                "linger.ms=" + LINGER_MILLIS));
        Finished finished = Finished.run(name(), program, Map.of("CLASSPATH", classPath()), folder);
        long arrived = house.records(topic);
        if (arrived != records) {
            throw new IllegalStateException(name() + ": of " + records + " records " + arrived + " have arrived");
        }
        house.delete(topic);
        return finished;
    }

    /** Lines of letters and digits, all of one length and all different. */
    private static Path values(Path file, int bytes) throws IOException {
        Random random = new Random(bytes);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < Math.max(2, Math.min(VALUES, MOST_FILE_BYTES / bytes)); i++) {
            StringBuilder line = new StringBuilder(bytes);
            while (line.length() < bytes) {
                line.append(Character.forDigit(random.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
            }
            lines.add(line.toString());
        }
        return Files.write(file, lines);
    }

    private static String classPath() {
        Path tools = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> String.valueOf(jar.getFileName()).matches("kafka-tools-[0-9].*"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("kafka-tools is not on the class path"));
        return Stream.concat(ServerClassPath.jars().stream(), Stream.of(tools))
                .map(Path::toString)
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }
}
