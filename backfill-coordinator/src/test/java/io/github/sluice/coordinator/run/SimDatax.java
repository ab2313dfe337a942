package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.datax.DataxRun;
import io.github.sluice.wire.fingerprint.FingerprintAccumulator;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.manifest.PartitionRange;
import io.github.sluice.wire.manifest.RunManifest;
import io.github.sluice.wire.row.RowSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A DataX that reads a few rows at a time while the writer goes on, and leaves its manifest. Guarded by the servers. */
final class SimDatax {
    private static final int AT_ONCE = 5;

    private final SimServers servers;
    private final RowSchema schema;
    private final Map<?, ?> parameters;
    private final String mysql;
    private final Path job;
    private final Path output;
    private final FingerprintAccumulator sum;
    private final Map<Integer, long[]> ranges = new TreeMap<>();
    private final Instant begun = Instant.now();
    private int next;
    private long rows;
    private boolean dead;

    SimDatax(SimServers servers, RowSchema schema, String text, Path job, Path output) {
        this.servers = servers;
        this.schema = schema;
        this.job = job;
        this.output = output;
        this.sum = new FingerprintAccumulator(schema);
        Map<?, ?> content = (Map<?, ?>) Json.parse(text);
        Map<?, ?> inner = (Map<?, ?>) content.get("job");
        Map<?, ?> first = (Map<?, ?>) ((List<?>) inner.get("content")).get(0);
        this.parameters = (Map<?, ?>) ((Map<?, ?>) first.get("writer")).get("parameter");
        // a simulated MySQL's address is its name
        String reader = Json.write(first.get("reader"));
        this.mysql = servers.table().sources().stream()
                .filter(name -> reader.contains("//" + name + ":"))
                .findFirst()
                .orElse("");
    }

    Path job() {
        return job;
    }

    Path output() {
        return output;
    }

    boolean alive() {
        return !dead && !whole();
    }

    boolean whole() {
        return next > servers.table().highestId();
    }

    void kill() {
        dead = dead || !whole();
    }

    void goOn() {
        if (!alive()) {
            return;
        }
        servers.select(mysql, next, next + AT_ONCE).forEach((id, v) -> {
            sum.add(servers.table().wire(id, v));
            long[] place = servers.append(String.valueOf(parameters.get("topic")), id, v);
            long[] range = ranges.computeIfAbsent((int) place[0], none -> new long[] {place[1], place[1], 0});
            range[1] = place[1];
            range[2]++;
            rows++;
        });
        next += AT_ONCE;
        if (whole()) {
            write();
        }
    }

    private void write() {
        List<PartitionRange> partitions = new ArrayList<>();
        ranges.forEach(
                (partition, range) -> partitions.add(new PartitionRange(partition, range[0], range[1], range[2])));
        RunManifest manifest = RunManifest.builder()
                .runId(String.valueOf(parameters.get("runId")))
                .attempt(Integer.parseInt(String.valueOf(parameters.get("attempt"))))
                .topic(String.valueOf(parameters.get("topic")))
                .partitions(partitions)
                .pulled(rows)
                .acked(rows)
                .dirty(0)
                .zeroDates(0)
                .bytes(rows * 10)
                .schema(schema)
                .fingerprint(sum.snapshot())
                .startedAt(begun)
                .endedAt(Instant.now())
                .keyId(null)
                .keyUses(Map.of())
                .writeType("json")
                .envelope("none")
                .versions(Map.of())
                .complete()
                .build();
        try {
            Files.writeString(Path.of(String.valueOf(parameters.get("manifestPath"))), manifest.toJson());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param followed whether whoever asks has started it, and so knows its exit code */
    DataxRun.Ended how(boolean followed) {
        return new DataxRun.Ended(
                followed ? OptionalLong.of(dead ? 143 : 0) : OptionalLong.empty(),
                whole() ? OptionalLong.of(rows) : OptionalLong.empty(),
                whole() ? OptionalLong.of(0) : OptionalLong.empty(),
                "",
                output);
    }
}
