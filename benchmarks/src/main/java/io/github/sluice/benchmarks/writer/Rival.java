package io.github.sluice.benchmarks.writer;

import io.github.sluice.testbed.datax.DataxHome;
import io.github.sluice.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Any other DataX writer, fed with the same rows. Its job is a file in which {@code ${bootstrapServers}}, {@code ${topic}},
 * {@code ${rowsPerChannel}}, {@code ${channels}}, {@code ${readerColumns}} (of {@code streamreader}), {@code ${columnNames}} and
 * {@code ${keyHex}} (32 hex digits) are replaced. Its records are counted, not looked at.
 */
final class Rival implements Contender {
    private final House house;
    private final DataxHome home;
    private final String label;
    private final String jvm;
    private final Columns columns;
    private final String template;
    private final int channels;
    private final long divisor;
    private final Consumer<String> say;

    Rival(House house, DataxHome home, RivalSpec spec, String jvm, Columns columns, int channels, Consumer<String> say)
            throws IOException {
        this.house = house;
        this.home = home;
        this.label = spec.label();
        this.jvm = jvm;
        this.columns = columns;
        this.template = Files.readString(spec.job());
        this.channels = channels;
        this.divisor = spec.divisor();
        this.say = say;
    }

    static DataxHome homeOf(House house, RivalSpec spec) throws IOException {
        if (Files.isRegularFile(spec.home().resolve("plugin.json"))) {
            return house.home(spec.label(), spec.home());
        }
        if (Files.isRegularFile(spec.home().resolve("bin/datax.py"))) {
            return house.viewOf(spec.label(), spec.home());
        }
        throw new IllegalArgumentException(
                "--writer-home: neither a DataX home (bin/datax.py) nor a plugin's folder (plugin.json): "
                        + spec.home());
    }

    @Override
    public String name() {
        return label + "/" + channels;
    }

    @Override
    public long rows(long rows) {
        return rows / divisor;
    }

    @Override
    public Finished run(long rows, Path folder) throws Exception {
        String topic = house.newTopic();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("bootstrapServers", house.bootstrapServers());
        values.put("topic", topic);
        values.put("rowsPerChannel", String.valueOf(rows / channels));
        values.put("channels", String.valueOf(channels));
        values.put("readerColumns", Json.write(columns.forReader()));
        values.put("columnNames", Json.write(columns.names()));
        values.put("keyHex", house.keyHex());
        Finished finished = House.run(name(), home, jvm, filled(template, values), folder);
        long expected = rows / channels * channels;
        long arrived = house.records(topic);
        if (arrived != expected) {
            // that is a finding about the rival, not the end of the measurement
            say.accept(name() + ": the job ended well, but of " + expected + " rows " + arrived + " have arrived");
        }
        house.delete(topic);
        return finished;
    }

    /**
     * Replaces what the template names.
     *
     * @throws IllegalArgumentException if it names something else
     */
    static String filled(String template, Map<String, String> values) {
        String filled = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        int left = filled.indexOf("${");
        if (left >= 0) {
            int end = filled.indexOf('}', left);
            throw new IllegalArgumentException("--writer-job: unknown placeholder "
                    + filled.substring(left, end < 0 ? filled.length() : end + 1) + "; known are " + values.keySet());
        }
        return filled;
    }
}
