package io.github.sluice.writer.hook;

import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.spi.Hook;
import com.alibaba.datax.common.util.Configuration;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.RunManifest;
import io.github.sluice.writer.OwnerOnlyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Called by DataX once, after a job that went well and before its statistics. Compares the manifest that one of
 * our writers wrote with the framework's counters; where they differ the manifest is rewritten as failed and the job ends with exit
 * code 1. Jobs of other writers and jobs without {@code manifestPath} are not its business.
 */
public final class ManifestHook implements Hook {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestHook.class);
    private static final String CONTENT = "job.content";
    private static final List<String> WRITERS =
            Collections.unmodifiableList(Arrays.asList("kafkawriter", "starrockswriterext"));

    @Override
    public String getName() {
        return "sluice-manifest";
    }

    /** @param jobConf the job after its split: {@code job.content} holds one element per task */
    @Override
    public void invoke(Configuration jobConf, Map<String, Number> counters) {
        String writer = jobConf.getString(CONTENT + "[0].writer.name");
        String place = jobConf.getString(CONTENT + "[0].writer.parameter.manifestPath");
        if (!WRITERS.contains(writer) || place == null) {
            LOG.info("nothing to compare: writer {}, manifest {}", writer, place == null ? "not asked for" : place);
            return;
        }
        Path path = Paths.get(place);
        RunManifest manifest = read(path);
        checkIdentity(jobConf, manifest, path);
        int tasks = jobConf.getList(CONTENT).size();
        List<String> differences = new FrameworkCounts(counters, tasks).differences(manifest);
        if (!differences.isEmpty()) {
            String reason = String.join("; ", differences);
            rewriteAsFailed(path, reason);
            throw DataXException.asDataXException(
                    HookErrorCode.COUNTS_DIFFER,
                    "run " + manifest.runId() + " of topic " + manifest.topic() + ": " + reason);
        }
        LOG.info(
                "run {} attempt {}: read {} = pulled {} = acknowledged {} + dirty {} over {} tasks",
                manifest.runId(),
                manifest.attempt(),
                counters.get(FrameworkCounts.READ),
                manifest.pulled(),
                manifest.acked(),
                manifest.dirty(),
                tasks);
    }

    private static RunManifest read(Path path) {
        try {
            return RunManifest.fromJson(text(path));
        } catch (IOException | IllegalArgumentException e) {
            DataXException failure =
                    DataXException.asDataXException(HookErrorCode.MANIFEST, "reading manifest " + path + ": " + e);
            failure.initCause(e);
            throw failure;
        }
    }

    /** A manifest of another run at this path proves nothing about this one. */
    private static void checkIdentity(Configuration jobConf, RunManifest manifest, Path path) {
        String runId = jobConf.getString(CONTENT + "[0].writer.parameter.runId");
        String attempt = jobConf.getString(CONTENT + "[0].writer.parameter.attempt");
        if (!manifest.runId().equals(runId)
                || !Integer.toString(manifest.attempt()).equals(attempt)) {
            throw DataXException.asDataXException(
                    HookErrorCode.MANIFEST,
                    "manifest " + path + " is of run " + manifest.runId() + " attempt " + manifest.attempt()
                            + ", this is run " + runId + " attempt " + attempt);
        }
    }

    private static void rewriteAsFailed(Path path, String reason) {
        try {
            @SuppressWarnings("unchecked")
            Map<String, Object> tree = (Map<String, Object>) Json.parse(text(path));
            if (tree == null) {
                throw new IOException("empty manifest");
            }
            tree.put("outcome", RunManifest.Outcome.FAILED.name());
            tree.put("reason", reason);
            OwnerOnlyFile.replace(path, Json.write(tree));
        } catch (IOException e) {
            DataXException failure = DataXException.asDataXException(
                    HookErrorCode.MANIFEST, "manifest " + path + " cannot be marked as failed (" + e + "): " + reason);
            failure.initCause(e);
            throw failure;
        }
    }

    private static String text(Path path) throws IOException {
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    }
}
