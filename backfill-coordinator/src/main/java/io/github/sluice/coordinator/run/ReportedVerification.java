package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.Version;
import io.github.sluice.coordinator.journal.Attempt;
import io.github.sluice.coordinator.kafka.Topics;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.signoff.CanonicalJson;
import io.github.sluice.coordinator.signoff.ReportFolder;
import io.github.sluice.coordinator.signoff.VerificationReport;
import io.github.sluice.coordinator.verify.Verdict;
import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.PartitionRange;
import io.github.sluice.wire.manifest.RunManifest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Step 6, its first half: the comparison, and the report that it leaves behind whatever it finds. The report's text and hash
 * are the step's evidence, in the journal and on the control topic. One thread; one step.
 */
final class ReportedVerification {
    /** The report's text among a step's evidence. */
    static final String REPORT = "report";

    /** Its SHA-256. */
    static final String HASH = "reportSha256";

    private final Workplace work;
    private final BatchLoad load;
    private final Verification verification;
    private final Map<String, @Nullable Object> reported = new LinkedHashMap<>();

    ReportedVerification(Workplace work, BatchLoad load, Verification verification) {
        this.work = work;
        this.load = load;
        this.verification = verification;
    }

    /**
     * Compares and reports.
     *
     * @return the evidence of EQUAL
     * @throws Failure whatever else was found; {@link #reported} has the report then
     */
    Map<String, @Nullable Object> perform(Attempt attempt, TableSpec spec, RunManifest manifest) {
        Instant began = now();
        Verification.Found found = new Verification.Found();
        Map<String, @Nullable Object> evidence;
        try {
            load.refuseUnlessDrained(spec, manifest);
            evidence = verification.withTopic(spec, manifest, found);
        } catch (Failure failure) {
            try {
                report(attempt, facts(attempt, spec, manifest, found, began, failure));
            } catch (Failure unwritten) {
                failure.addSuppressed(unwritten);
            }
            throw failure;
        }
        report(attempt, facts(attempt, spec, manifest, found, began, null));
        evidence.putAll(reported);
        return evidence;
    }

    /** Text and hash of the report, once there is one. */
    Map<String, @Nullable Object> reported() {
        return reported;
    }

    private void report(Attempt attempt, Map<String, @Nullable Object> facts) {
        VerificationReport report = VerificationReport.of(facts);
        new ReportFolder(work.stateFolder()).write(attempt.table(), attempt.number(), report);
        reported.put(REPORT, report.text());
        reported.put(HASH, report.hash());
    }

    /** Rows counted on both sides are DIFF or EQUAL; where one side was not read to its end, nobody knows. */
    static Verdict verdict(@Nullable Failure failure) {
        if (failure == null) {
            return Verdict.EQUAL;
        }
        return failure.code() == ExitCode.ACKED_NOT_IN_TOPIC || failure.code() == ExitCode.TOPIC_NOT_IN_STARROCKS
                ? Verdict.DIFF
                : Verdict.UNKNOWN;
    }

    private Map<String, @Nullable Object> facts(
            Attempt attempt,
            TableSpec spec,
            RunManifest manifest,
            Verification.Found found,
            Instant began,
            @Nullable Failure failure) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("run", work.settings().name());
        facts.put("table", attempt.table());
        facts.put("attempt", attempt.number());
        facts.put("attemptId", attempt.id());
        facts.put("verdict", verdict(failure).name());
        facts.put(
                "exitCode",
                failure == null ? ExitCode.DONE.number() : failure.code().number());
        facts.put("message", failure == null ? "" : failure.getMessage());
        facts.put("counts", counts(manifest, found));
        facts.put("fingerprints", fingerprints(manifest, found));
        facts.put("topic", topic(spec, manifest, found));
        facts.put("connector", spec.connector());
        Map<String, @Nullable Object> digest = new LinkedHashMap<>();
        digest.put("runId", manifest.runId());
        digest.put("sha256", CanonicalJson.sha256(canonical(manifest)));
        facts.put("manifest", digest);
        Map<String, @Nullable Object> times = new LinkedHashMap<>();
        times.put("snapshotBegan", manifest.startedAt().toString());
        times.put("snapshotEnded", manifest.endedAt().toString());
        times.put("verifyBegan", began.toString());
        times.put("verifyEnded", now().toString());
        facts.put("times", times);
        Map<String, @Nullable Object> versions = new TreeMap<>(manifest.versions());
        versions.put("sluice", Version.NUMBER);
        facts.put("versions", versions);
        return facts;
    }

    private static String canonical(RunManifest manifest) {
        Object tree = Json.parse(manifest.toJson());
        return CanonicalJson.text(tree == null ? Map.of() : tree);
    }

    private static Map<String, @Nullable Object> counts(RunManifest manifest, Verification.Found found) {
        Map<String, @Nullable Object> counts = new LinkedHashMap<>();
        counts.put("read", manifest.pulled());
        counts.put("acked", manifest.acked());
        counts.put("dirty", manifest.dirty());
        counts.put("zeroDates", manifest.zeroDates());
        counts.put("topic", found.topic == null ? null : found.topic.count());
        counts.put("starrocks", found.starrocks == null ? null : found.starrocks.count());
        return counts;
    }

    private static Map<String, @Nullable Object> fingerprints(RunManifest manifest, Verification.Found found) {
        Map<String, @Nullable Object> sums = new LinkedHashMap<>();
        sums.put("acked", sum(manifest.fingerprint()));
        sums.put("topic", sum(found.topic));
        sums.put("starrocks", sum(found.starrocks));
        return sums;
    }

    private static @Nullable String sum(@Nullable Fingerprint fingerprint) {
        return fingerprint == null ? null : fingerprint.sum();
    }

    private static Map<String, @Nullable Object> topic(TableSpec spec, RunManifest manifest, Verification.Found found) {
        Map<Integer, PartitionRange> written = new TreeMap<>();
        manifest.partitions().forEach(range -> written.put(range.partition(), range));
        Map<Integer, Topics.Range> ranges = found.ranges == null ? Map.of() : new TreeMap<>(found.ranges);
        List<Object> partitions = new ArrayList<>();
        ranges.forEach((number, range) -> {
            PartitionRange records = written.get(number);
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("partition", number);
            one.put("start", range.start());
            one.put("end", range.end());
            one.put("firstOffset", records == null ? null : records.firstOffset());
            one.put("lastOffset", records == null ? null : records.lastOffset());
            one.put("records", records == null ? 0 : records.records());
            partitions.add(one);
        });
        Map<String, @Nullable Object> topic = new LinkedHashMap<>();
        topic.put("name", spec.topic());
        topic.put("partitions", partitions);
        return topic;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
