package io.github.sluice.benchmarks.writer;

import io.github.sluice.testbed.datax.DataxHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Our writer in several forms, the parts of its work, and rivals, one after the other into one Kafka and again, so that none has the
 * quiet moments to itself.
 */
public final class WriterRace implements AutoCloseable {
    /** What a short run has of a long one's rows. Of millions, all that is hot is compiled before it ends; of fewer it is not. */
    private static final int SHORT_RUN = 3;

    private final House house;
    private final List<Contender> contenders = new ArrayList<>();
    private final long rows;

    /**
     * Starts Kafka.
     *
     * @param project the checkout, built
     * @param rows of the long run of our writer
     * @param forms with {@link Form#PLAIN}, whose bytes the ciphers are given
     * @param jvm options of every DataX and of Kafka's own producer, divided by blanks
     * @param say gets what a person should know at once
     */
    public WriterRace(
            Path project,
            Path folder,
            long rows,
            int columnCount,
            List<Integer> channels,
            Set<Form> forms,
            String jvm,
            List<RivalSpec> rivals,
            Consumer<String> say)
            throws IOException {
        int most = channels.stream().mapToInt(Integer::intValue).max().orElseThrow();
        if (rows < (long) SHORT_RUN * most) {
            throw new IllegalArgumentException("--rows: must be at least " + SHORT_RUN * most + ", found " + rows);
        }
        Path plugin = project.resolve("kafkawriter/target/datax/plugin/writer/kafkawriter");
        if (!Files.isDirectory(plugin)) {
            throw new IOException(plugin + ": is not built; run benchmarks/run, which builds it");
        }
        this.rows = rows;
        this.house = House.open(folder);
        Columns columns = Columns.of(columnCount);
        DataxHome home = house.home("sluice", plugin);
        Map<Form, OurWriter> likes = new EnumMap<>(Form.class);
        for (int channel : channels) {
            contenders.add(new StreamWriterPart(home, jvm, columns, channel));
            for (Form form : forms) {
                OurWriter ours = new OurWriter(house, home, jvm, columns, form, channel);
                contenders.add(ours);
                likes.putIfAbsent(form, ours);
            }
        }
        OurWriter plain = Objects.requireNonNull(likes.get(Form.PLAIN), "without the plain form");
        for (Form form : forms) {
            OurWriter ours = Objects.requireNonNull(likes.get(form));
            contenders.add(new PerfTest(house, jvm, ours, form));
            if (form.isSealed()) {
                contenders.add(new CipherPart(ours, plain, form));
            }
            if (form == Form.FRAMED) {
                contenders.add(new ZstdPart(ours, columnCount));
            }
        }
        contenders.add(new BooksPart(columnCount, false));
        contenders.add(new BooksPart(columnCount, true));
        for (RivalSpec spec : rivals) {
            DataxHome rivalHome = Rival.homeOf(house, spec);
            for (int channel : channels) {
                contenders.add(new Rival(house, rivalHome, spec, jvm, columns, channel, say));
            }
        }
    }

    /**
     * Runs all rounds.
     *
     * @param report gets each lap at once
     */
    public Results run(int rounds, Consumer<Lap> report) throws Exception {
        List<Lap> laps = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                Lap lap = lap(contender, round);
                laps.add(lap);
                report.accept(lap);
            }
        }
        return new Results(laps);
    }

    private Lap lap(Contender contender, int round) throws Exception {
        long many = contender.rows(rows);
        long few = many / SHORT_RUN;
        Path folder = house.folder().resolve("round" + round);
        String name = contender.name().replaceAll("[^A-Za-z0-9]", "-");
        Finished shortRun = contender.run(few, folder.resolve(name + "-few"));
        Finished longRun = contender.run(many, folder.resolve(name + "-many"));
        return new Lap(contender.name(), round, Sample.of(few, shortRun), Sample.of(many, longRun));
    }

    @Override
    public void close() {
        house.close();
    }
}
