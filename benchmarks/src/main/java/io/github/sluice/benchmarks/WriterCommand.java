package io.github.sluice.benchmarks;

import io.github.sluice.benchmarks.writer.Comparison;
import io.github.sluice.benchmarks.writer.Form;
import io.github.sluice.benchmarks.writer.Lap;
import io.github.sluice.benchmarks.writer.Results;
import io.github.sluice.benchmarks.writer.RivalSpec;
import io.github.sluice.benchmarks.writer.WriterRace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a row costs our kafkawriter, beside the sum of the parts that its work cannot do without, and beside rivals. */
@Command(
        name = "writer",
        description = "Writes the same rows with the packaged kafkawriter and moves them through each part of its work"
                + " alone (DataX, Kafka's producer, the cipher), in turn.",
        sortOptions = false)
final class WriterCommand implements Callable<Integer> {
    /** The most that fingerprint and account should take of all that a row costs. */
    private static final double MOST_BOOKS = 0.1;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--rows", paramLabel = "N", description = "rows of the long run (default: ${DEFAULT-VALUE})")
    private long rows = 18_000_000;

    @Option(names = "--columns", paramLabel = "N", description = "columns of a row (default: ${DEFAULT-VALUE})")
    private int columns = 10;

    @Option(
            names = "--channels",
            paramLabel = "N",
            split = ",",
            description = "channels of DataX (default: ${DEFAULT-VALUE})")
    private List<Integer> channels = List.of(1, 4);

    @Option(
            names = "--forms",
            paramLabel = "FORM",
            split = ",",
            description = "plain, v1, v2, framed; plain is always among them (default: all)")
    private Set<Form> forms = EnumSet.allOf(Form.class);

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "each contender runs so often (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(
            names = "--jvm",
            paramLabel = "OPTIONS",
            description = "of every DataX and of Kafka's producer (default: ${DEFAULT-VALUE}, as datax.py gives)")
    private String jvm = "-Xms1g -Xmx1g";

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    private List<Rival> rivals = new ArrayList<>();

    /** One more writer. */
    static final class Rival {
        @Option(
                names = "--writer-home",
                required = true,
                paramLabel = "DIR",
                description = "one more writer: a DataX home, or one plugin's folder (.../writer/NAME)")
        private Path home = Path.of("");

        @Option(
                names = "--writer-job",
                required = true,
                paramLabel = "FILE",
                description = "its job, a template; docs/benchmarks.md says what is filled in")
        private Path job = Path.of("");

        @Option(
                names = "--writer-divisor",
                paramLabel = "N",
                description = "it is given so many times fewer rows (default: 1)")
        private long divisor = 1;

        RivalSpec spec() {
            return new RivalSpec(home, job, divisor);
        }
    }

    @Override
    public Integer call() throws Exception {
        double loadBefore = Machine.load();
        forms = EnumSet.copyOf(forms);
        forms.add(Form.PLAIN); // its bytes are what the ciphers are given
        try (WriterRace race = new WriterRace(
                common.project(),
                common.folder("writer"),
                rows,
                columns,
                channels,
                forms,
                jvm,
                rivals.stream().map(Rival::spec).toList(),
                text -> common.say("%s", text))) {
            Results results = race.run(rounds, lap -> common.say("%s", line(lap)));
            common.print(text(results), json(results, loadBefore));
        }
        return 0;
    }

    private static String line(Lap lap) {
        return String.format(
                Locale.ROOT,
                "round %d %-18s %,11d rows %7.2f CPU s, %6.2f us/row (whole %6.2f), %9s rows/s",
                lap.round() + 1,
                lap.contender(),
                lap.many().rows(),
                lap.many().cpu().toMillis() / 1000.0,
                lap.microsPerRow(),
                lap.wholeMicrosPerRow(),
                speed(lap.rowsPerSecond()));
    }

    /** On a busy machine a long run may happen to last no longer than a short one. */
    private static String speed(double rowsPerSecond) {
        return Double.isFinite(rowsPerSecond) ? String.format(Locale.ROOT, "%,.0f", rowsPerSecond) : "unknown";
    }

    private String text(Results results) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "medians of %d rounds, %,d rows of %d columns%n%n%-18s %10s %10s %12s%n",
                rounds,
                rows,
                columns,
                "",
                "CPU us/row",
                "whole",
                "rows/s"));
        for (String name : results.contenders()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-18s %10.2f %10.2f %12s%n",
                    name,
                    results.micros(name),
                    results.wholeMicros(name),
                    speed(results.rowsPerSecond(name))));
        }
        text.append(String.format(
                Locale.ROOT,
                "%n%-18s %10s %10s %8s %-14s %12s %8s %s%n",
                "beside its parts",
                "CPU us/row",
                "parts",
                "ratio",
                "at most " + Comparison.MOST_CPU,
                "parts rows/s",
                "share",
                "at least " + percent(Comparison.LEAST_SPEED)));
        for (int channel : channels) {
            for (Form form : forms) {
                Comparison found = results.comparison(form, channel);
                text.append(String.format(
                        Locale.ROOT,
                        "%-18s %10.2f %10.2f %8.2f %-14s %12s %8s %s%n",
                        Results.ours(form, channel),
                        found.micros(),
                        found.microsOfParts(),
                        found.cpuRatio(),
                        verdict(found.cheapEnough()),
                        speed(found.rowsPerSecondOfParts()),
                        percent(found.speedShare()),
                        Double.isFinite(found.speedShare()) ? verdict(found.fastEnough()) : "unknown"));
            }
        }
        text.append(String.format(Locale.ROOT, "%nfingerprint and account: %.2f CPU us/row%n", results.bookMicros()));
        for (int channel : channels) {
            for (Form form : forms) {
                String name = Results.ours(form, channel);
                double share = results.bookMicros() / results.micros(name);
                text.append(String.format(
                        Locale.ROOT,
                        "%-18s %10s, less than %s: %s%n",
                        name,
                        percent(share),
                        percent(MOST_BOOKS),
                        verdict(share < MOST_BOOKS)));
            }
        }
        return text.toString().stripTrailing();
    }

    private static String verdict(boolean met) {
        return met ? "met" : "MISSED";
    }

    private static String percent(double share) {
        if (!Double.isFinite(share)) {
            return "unknown";
        }
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    private Map<String, Object> json(Results results, double loadBefore) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", Machine.describe());
        json.put("rows", rows);
        json.put("columns", (long) columns);
        json.put("rounds", (long) rounds);
        json.put("jvm", jvm);
        json.put("loadBefore", loadBefore);
        json.put("loadAfter", Machine.load());
        json.put(
                "contenders",
                results.contenders().stream()
                        .map(name -> contender(results, name))
                        .toList());
        List<Map<String, Object>> comparisons = new ArrayList<>();
        for (int channel : channels) {
            for (Form form : forms) {
                comparisons.add(comparison(results, form, channel));
            }
        }
        json.put("comparisons", comparisons);
        json.put("targetRatio", Comparison.MOST_CPU);
        json.put("targetSpeedShare", Comparison.LEAST_SPEED);
        json.put("targetBooksShare", MOST_BOOKS);
        return json;
    }

    private static Map<String, Object> comparison(Results results, Form form, int channels) {
        Comparison found = results.comparison(form, channels);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("form", form.toString());
        json.put("channels", (long) channels);
        json.put("microsPerRow", found.micros());
        json.put("microsPerRowOfParts", found.microsOfParts());
        json.put("ratio", found.cpuRatio());
        json.put("ratioMet", found.cheapEnough());
        putFinite(json, "rowsPerSecond", found.rowsPerSecond());
        putFinite(json, "rowsPerSecondOfParts", found.rowsPerSecondOfParts());
        putFinite(json, "speedShare", found.speedShare());
        if (Double.isFinite(found.speedShare())) {
            json.put("speedShareMet", found.fastEnough());
        }
        json.put("booksShare", results.bookMicros() / found.micros());
        return json;
    }

    private static Map<String, Object> contender(Results results, String name) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("contender", name);
        json.put("microsPerRow", results.micros(name));
        json.put("wholeMicrosPerRow", results.wholeMicros(name));
        putFinite(json, "rowsPerSecond", results.rowsPerSecond(name));
        json.put(
                "laps",
                results.laps().stream()
                        .filter(lap -> lap.contender().equals(name))
                        .map(WriterCommand::lap)
                        .toList());
        return json;
    }

    private static void putFinite(Map<String, Object> json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        }
    }

    private static Map<String, Object> lap(Lap lap) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fewRows", lap.few().rows());
        json.put("fewCpuSeconds", lap.few().cpu().toMillis() / 1000.0);
        json.put("fewWallSeconds", lap.few().wall().toMillis() / 1000.0);
        json.put("manyRows", lap.many().rows());
        json.put("manyCpuSeconds", lap.many().cpu().toMillis() / 1000.0);
        json.put("manyWallSeconds", lap.many().wall().toMillis() / 1000.0);
        return json;
    }
}
