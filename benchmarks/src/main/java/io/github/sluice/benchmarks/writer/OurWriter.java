package io.github.sluice.benchmarks.writer;

import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.wire.manifest.RunManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The packaged kafkawriter in a DataX home, fed by {@code streamreader}. */
final class OurWriter implements Contender {
    private final House house;
    private final DataxHome home;
    private final String jvm;
    private final Columns columns;
    private final Form form;
    private final int channels;
    private Shape shape = new Shape(0, 0);

    /**
     * What its records looked like.
     *
     * @param recordBytes of a record's value, on average
     * @param rowsPerRecord on average
     */
    record Shape(double recordBytes, double rowsPerRecord) {}

    OurWriter(House house, DataxHome home, String jvm, Columns columns, Form form, int channels) {
        this.house = house;
        this.home = home;
        this.jvm = jvm;
        this.columns = columns;
        this.form = form;
        this.channels = channels;
    }

    @Override
    public String name() {
        return name(form, channels);
    }

    static String name(Form form, int channels) {
        return "sluice " + form + "/" + channels;
    }

    @Override
    public long rows(long rows) {
        return rows;
    }

    /** Of the records that it has written last. */
    Shape shape() {
        if (shape.recordBytes() == 0) {
            throw new IllegalStateException(name() + " has not run yet");
        }
        return shape;
    }

    @Override
    public Finished run(long rows, Path folder) throws Exception {
        String topic = house.newTopic();
        Path manifestFile = folder.resolve("manifest.json");
        Map<String, Object> writer = new LinkedHashMap<>();
        writer.put("bootstrapServers", house.bootstrapServers());
        writer.put("topic", topic);
        writer.put("noTopicCreate", true);
        writer.put("writeType", "json");
        writer.put("column", columns.forWriter());
        writer.put("keyColumns", List.of(columns.key()));
        writer.put("ack", "all");
        writer.put("batchSize", (long) PerfTest.BATCH_BYTES);
        writer.put("linger", (long) PerfTest.LINGER_MILLIS);
        writer.put("manifestPath", manifestFile.toString());
        if (form.isSealed()) {
            writer.put("encryptionKey", "file:" + house.keyFile());
        }
        writer.putAll(form.parameters());
        Finished finished = House.run(
                name(), home, jvm, House.job(columns, rows / channels, channels, "kafkawriter", writer), folder);
        RunManifest manifest = RunManifest.fromJson(Files.readString(manifestFile));
        long expected = rows / channels * channels;
        long records = house.records(topic);
        if (manifest.acked() != expected || records != manifest.records()) {
            throw new IllegalStateException(name() + ": of " + expected + " rows " + manifest.acked()
                    + " are acknowledged, in " + manifest.records() + " records; the topic holds " + records);
        }
        shape = new Shape((double) manifest.bytes() / records, (double) expected / records);
        house.delete(topic);
        return finished;
    }
}
