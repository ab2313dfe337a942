package io.github.sluice.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The JMH classes. */
@Command(
        name = "jmh",
        description =
                "One row to its sealed form and back, beside AES-GCM alone; each step of the kafkawriter's way; and"
                        + " one table's name to its file.",
        sortOptions = false)
final class JmhCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..1", paramLabel = "EXPRESSION", description = "only benchmarks whose names fit it")
    private String only = "io.github.sluice.benchmarks";

    @Override
    public Integer call() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(only)
                        // or the forks inherit this JVM's, which is told to compile quickly and not well
                        .jvmArgs("-Xms512m", "-Xmx512m")
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        StringBuilder text = new StringBuilder();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark().replaceFirst(".*\\.(?=\\w+\\.\\w+$)", "");
            double score = result.getPrimaryResult().getScore();
            double error = result.getPrimaryResult().getScoreError();
            String unit = result.getPrimaryResult().getScoreUnit();
            text.append(String.format(Locale.ROOT, "%-32s %8.2f ± %.2f %s%n", name, score, error, unit));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("benchmark", name);
            json.put("score", score);
            json.put("error", error);
            json.put("unit", unit);
            rows.add(json);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", Machine.describe());
        json.put("load", Machine.load());
        json.put("benchmarks", rows);
        common.print(text.toString().stripTrailing(), json);
        return 0;
    }
}
