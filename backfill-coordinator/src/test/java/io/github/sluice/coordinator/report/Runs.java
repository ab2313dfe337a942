package io.github.sluice.coordinator.report;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.journal.StepState;
import io.github.sluice.coordinator.run.Step;
import io.github.sluice.coordinator.sample.Point;
import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.PartitionRange;
import io.github.sluice.wire.manifest.RunManifest;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.wire.type.MySqlType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Runs as a report knows them: a small good one, and one as large as they come, with all that can go wrong. */
final class Runs {
    static final int TABLES = 56;
    static final int PHYSICAL = 5274;
    static final Instant START = Instant.parse("2026-03-07T01:00:00Z");

    private static final RowSchema SCHEMA = new RowSchema(
            List.of(
                    new WireColumn("id", MySqlType.parse("bigint")),
                    new WireColumn("name", MySqlType.parse("varchar(64)"))),
            List.of("id"));

    private static final String[] NAMES = {
        "orders",
        "order_item",
        "customer",
        "shipment",
        "payment",
        "refund",
        "invoice",
        "coupon",
        "stock_move",
        "price_history",
        "address",
        "device_event",
        "login_audit",
        "route_leg"
    };

    private final Random random;
    private final Fingerprint fingerprint;

    private Runs(long seed) {
        random = new Random(seed);
        FingerprintAccumulator sum = new FingerprintAccumulator(SCHEMA);
        for (long id = 0; id < 6000; id++) {
            sum.add(new Object[] {id, "row " + id});
        }
        fingerprint = sum.snapshot();
    }

    /** Three tables, all equal, one attempt. */
    static RunReport small() {
        Runs runs = new Runs(1);
        List<TableReport> tables = new ArrayList<>();
        Instant at = START;
        for (String name : List.of("customer", "order_item", "orders")) {
            Made made = runs.table(name, 1, at, 40_000 + runs.random.nextInt(900_000), null, false);
            tables.add(made.table);
            at = made.end;
        }
        return new RunReport("shop-2026", at.plusSeconds(30), "0.1.0", tables, List.of());
    }

    /** 56 tables of 5,274 physical ones; tables differ, fail, are under way and are not begun. */
    static RunReport big(long seed) {
        Runs runs = new Runs(seed);
        List<TableReport> tables = new ArrayList<>();
        Instant[] lanes = {START, START, START};
        for (int i = 0; i < TABLES; i++) {
            int lane = i % lanes.length;
            String name = "ods_" + NAMES[i % NAMES.length] + (i < NAMES.length ? "" : "_" + i / NAMES.length);
            ExitCode code =
                    switch (i) {
                        case 4 -> ExitCode.TOPIC_NOT_IN_STARROCKS;
                        case 17 -> ExitCode.READ_NOT_ACKED;
                        case 23 -> ExitCode.UNKNOWN;
                        case 31 -> ExitCode.CONNECTOR_FAILED;
                        default -> null;
                    };
            int shards = PHYSICAL / TABLES + (i < PHYSICAL % TABLES ? 1 : 0);
            if (i >= 54) {
                tables.add(runs.notBegun(name, shards));
                continue;
            }
            long rows = (long) Math.pow(10, 5 + 3.2 * runs.random.nextDouble());
            Made made = runs.table(name, shards, lanes[lane], rows, code, i == 53);
            tables.add(made.table);
            lanes[lane] = made.end;
        }
        return new RunReport(
                "erp-warehouse-2026Q1",
                lanes[0].plusSeconds(600),
                "0.1.0",
                tables,
                List.of(new Gap(Gap.Kind.TIMES_OF_OTHER_HALF)));
    }

    /** A run of one table with this name, failed with this message. */
    static RunReport hostile(String name, String message) {
        Runs runs = new Runs(1);
        TableReport table = runs.table(name, 2, START, 1000, ExitCode.TOPIC_NOT_IN_STARROCKS, false).table;
        List<StepReport> steps = new ArrayList<>();
        for (StepReport step : table.steps()) {
            steps.add(new StepReport(
                    step.step(),
                    step.status(),
                    step.code(),
                    step.failed() ? message : "",
                    step.startedAt(),
                    step.endedAt(),
                    step.evidence(),
                    step.origin()));
        }
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put(name, message);
        JournalNote note = new JournalNote("signoff" + name, StepState.DONE, ExitCode.DONE, message, START, evidence);
        TableReport hostile = new TableReport(
                name,
                message,
                List.of(name + "." + message),
                true,
                2,
                steps,
                Hops.judge(steps),
                table.manifest(),
                List.of(note),
                evidence,
                List.of(new TableReport.EarlierFailure(1, name, ExitCode.UNKNOWN, message)),
                table.samples());
        return new RunReport(
                name, START, message, List.of(hostile), List.of(new Gap(Gap.Kind.CONTROL_UNREADABLE, name, message)));
    }

    private record Made(TableReport table, Instant end) {}

    private TableReport notBegun(String name, int shards) {
        List<StepReport> steps = new ArrayList<>();
        Step.ofRun(true).forEach(step -> steps.add(StepReport.open(step)));
        return new TableReport(
                name,
                source(name),
                List.of(),
                true,
                0,
                steps,
                Hops.judge(steps),
                null,
                List.of(),
                Map.of(),
                List.of(),
                Map.of());
    }

    private static String source(String name) {
        return "{databases: erp_\\d+, tables: " + name.replace("ods_", "") + "_\\d+}";
    }

    private Made table(String name, int shards, Instant begin, long rows, @Nullable ExitCode code, boolean underWay) {
        boolean streaming = true;
        Map<Step, List<Point>> samples = new EnumMap<>(Step.class);
        List<StepReport> steps = new ArrayList<>();
        Instant at = begin;
        RunManifest manifest = null;
        boolean over = false;
        for (Step step : Step.ofRun(streaming)) {
            if (over) {
                steps.add(StepReport.open(step));
                continue;
            }
            long millis =
                    switch (step) {
                        case SNAPSHOT -> rows / 90;
                        case LOAD -> rows / 160;
                        case VERIFY -> rows / 400;
                        case STREAM -> 20_000 + random.nextInt(60_000);
                        case CUTOVER -> rows / 300;
                        default -> 300 + random.nextInt(4000);
                    };
            Instant end = at.plusMillis(Math.max(400, millis));
            boolean fails = code != null && step == failing(code);
            boolean stays = underWay && step == Step.LOAD;
            samples(samples, step, at, end, rows, fails ? 0.6 : 1);
            Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
            if (!fails && !stays) {
                if (step == Step.SNAPSHOT) {
                    manifest = manifest(name, rows, at, end);
                    evidence.put("manifest", Json.parse(manifest.toJson()));
                }
                evidence(evidence, step, rows, at);
            }
            String message = fails ? message(name, code, rows) : "";
            StepReport.Status status =
                    fails ? StepReport.Status.FAILED : stays ? StepReport.Status.STARTED : StepReport.Status.DONE;
            steps.add(new StepReport(
                    step,
                    status,
                    fails ? code : ExitCode.DONE,
                    message,
                    at,
                    stays ? null : end,
                    evidence,
                    StepReport.Origin.JOURNAL));
            over = fails || stays;
            at = end.plusMillis(random.nextInt(1500));
        }
        List<String> physical = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            physical.add("erp_" + i / 16 + "." + name.replace("ods_", "") + "_" + i);
        }
        return new Made(
                new TableReport(
                        name,
                        source(name),
                        physical,
                        streaming,
                        code == ExitCode.UNKNOWN ? 2 : 1,
                        steps,
                        Hops.judge(steps),
                        manifest,
                        over ? List.of() : notes(at),
                        Map.of(),
                        earlier(name, code),
                        samples),
                at);
    }

    private static Step failing(ExitCode code) {
        return switch (code) {
            case READ_NOT_ACKED -> Step.SNAPSHOT;
            case TOPIC_NOT_IN_STARROCKS -> Step.VERIFY;
            case CONNECTOR_FAILED -> Step.LOAD;
            default -> Step.CUTOVER;
        };
    }

    private static String message(String name, ExitCode code, long rows) {
        return switch (code) {
            case READ_NOT_ACKED ->
                name + ": read ≠ acknowledged: pulled " + rows + ", acknowledged " + (rows - 12) + ", dirty 12";
            case TOPIC_NOT_IN_STARROCKS ->
                name + ": topic ≠ StarRocks: topic sluice_all." + name + " holds " + rows + " rows, StarRocks "
                        + (rows - 3) + "; 3 rows differ in StarRocks";
            case CONNECTOR_FAILED ->
                name + ": connector sluice_all." + name
                        + "-connect: task 0 failed: Stream Load: too many filtered rows";
            default ->
                name
                        + ": the live comparison came to no end: the source half was silent for 12 min; the stream goes on, run again";
        };
    }

    private static List<TableReport.EarlierFailure> earlier(String name, @Nullable ExitCode code) {
        return code != ExitCode.UNKNOWN
                ? List.of()
                : List.of(new TableReport.EarlierFailure(
                        1, "capture", ExitCode.SOURCE_CHANGED, name + ": ALTER TABLE while attempt 1 was under way"));
    }

    private static List<JournalNote> notes(Instant at) {
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("who", "lin@warehouse-1");
        evidence.put("how", "--yes");
        evidence.put("at", at.minusSeconds(40).toString());
        return List.of(new JournalNote("signoff", StepState.DONE, ExitCode.DONE, "", at.minusSeconds(40), evidence));
    }

    private void evidence(Map<String, @Nullable Object> evidence, Step step, long rows, Instant at) {
        switch (step) {
            case CAPTURE -> {
                evidence.put("from", "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-" + (88_000 + random.nextInt(9000)));
                evidence.put("starts", Map.of("0", 1041L, "1", 977L));
                evidence.put("forecastSeconds", 3600L);
            }
            case SNAPSHOT -> evidence.put("topicRows", rows);
            case VERIFY -> {
                evidence.put("verdict", "EQUAL");
                evidence.put("topicRows", rows);
                evidence.put("targetRows", rows);
            }
            case DROP -> evidence.put("batchTopic", "dropped");
            case STREAM -> {
                evidence.put("connector", "sluice_stream.connect");
                evidence.put("ends", Map.of("0", 20_412L, "1", 19_006L));
            }
            case CUTOVER -> {
                evidence.put("verdict", "EQUAL");
                evidence.put("rows", rows + 311);
                evidence.put("targetRows", rows + 311);
                evidence.put("lookedAgain", 42L);
            }
            default -> evidence.put("origin", "CREATED");
        }
    }

    private RunManifest manifest(String name, long rows, Instant begin, Instant end) {
        List<PartitionRange> partitions = new ArrayList<>();
        long left = rows;
        for (int i = 0; i < 6; i++) {
            long part = i == 5 ? left : rows / 6;
            partitions.add(new PartitionRange(i, 0, part - 1, part));
            left -= part;
        }
        return RunManifest.builder()
                .runId("run")
                .attempt(1)
                .complete()
                .topic("sluice_all." + name)
                .partitions(partitions)
                .pulled(rows)
                .acked(rows)
                .dirty(0)
                .zeroDates(0)
                .bytes(rows * 187)
                .schema(SCHEMA)
                .startedAt(begin)
                .endedAt(end)
                .writeType("json")
                .envelope("v2")
                .keyId("k-2026-01")
                .versions(Map.of("writer", "0.1.0", "kafka-clients", "3.9.1", "java", "1.8.0_402"))
                .fingerprint(fingerprint)
                .build();
    }

    private void samples(Map<Step, List<Point>> samples, Step step, Instant from, Instant to, long rows, double part) {
        if (step != Step.SNAPSHOT
                && step != Step.LOAD
                && step != Step.VERIFY
                && step != Step.STREAM
                && step != Step.CUTOVER) {
            return;
        }
        int count = 120;
        long total = step == Step.STREAM ? 40_000 : rows;
        List<Point> points = new ArrayList<>();
        long millis = to.toEpochMilli() - from.toEpochMilli();
        double done = 0;
        double[] speed = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            speed[i] = 0.6 + 0.4 * Math.sin(i / 9.0) + random.nextDouble() * 0.3;
            sum += speed[i];
        }
        for (int i = 0; i < count; i++) {
            done += speed[i] / sum;
            points.add(new Point(from.plusMillis(millis * i / count), 0, Math.round(total * done * part), total));
        }
        samples.put(step, points);
    }
}
