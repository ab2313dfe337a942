package io.github.sluice.wire.manifest;

import io.github.sluice.wire.fingerprint.Fingerprint;
import io.github.sluice.wire.key.KeyUse;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The evidence that one backfill attempt leaves behind: what was pulled, what Kafka acknowledged, where it
 * lies, and what it adds up to. Counts are rows, {@code bytes} are bytes of record values as sent. Immutable.
 *
 * <p>A manifest is data, and data can be wrong: {@link #contradictions} says which of its own equations it
 * breaks, and a verifier asks before it believes anything in it.
 */
public final class RunManifest {
    /** Version of the JSON form. A reader refuses any other. */
    public static final int FORMAT_VERSION = 1;

    /** How an attempt ended. */
    public enum Outcome {
        /** Everything pulled was acknowledged or counted dirty. */
        COMPLETE,
        /** Rows were handed over in a transaction, and nobody knows whether it was committed; the reason says which. */
        UNKNOWN,
        /** Anything else; the reason says what. */
        FAILED
    }

    private final Builder of;

    private RunManifest(Builder of) {
        this.of = of;
    }

    /** A builder; every part without a default must be given. One thread. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * One manifest of an attempt that was made in parts, one after the other, into the same topic: counts, key uses and
     * fingerprints add up, the first part says which key was active at the start.
     *
     * @param parts at least one, each complete
     * @throws IllegalArgumentException if they are not parts of one attempt, or one of them is not complete
     */
    public static RunManifest sum(List<RunManifest> parts) {
        RunManifest sum = parts.get(0);
        for (RunManifest part : parts.subList(1, parts.size())) {
            sum = sum.plus(part);
        }
        return sum;
    }

    private RunManifest plus(RunManifest part) {
        if (!part.runId().equals(runId())
                || part.attempt() != attempt()
                || !part.topic().equals(topic())
                || !part.schema().equals(schema())
                || !part.writeType().equals(writeType())
                || !part.envelope().equals(envelope())) {
            throw new IllegalArgumentException(part + " is no part of " + this);
        }
        if (part.outcome() != Outcome.COMPLETE || outcome() != Outcome.COMPLETE) {
            throw new IllegalArgumentException("only complete parts add up: " + this + ", " + part);
        }
        Map<Integer, PartitionRange> ranges = new TreeMap<>();
        partitions().forEach(range -> ranges.put(range.partition(), range));
        part.partitions().forEach(range -> ranges.merge(range.partition(), range, PartitionRange::plus));
        Map<String, String> tools = new LinkedHashMap<>(versions());
        part.versions().forEach(tools::putIfAbsent);
        Fingerprint own = fingerprint();
        Fingerprint other = part.fingerprint();
        return new Builder(of)
                .partitions(new ArrayList<>(ranges.values()))
                .pulled(pulled() + part.pulled())
                .acked(acked() + part.acked())
                .records(records() + part.records())
                .dirty(dirty() + part.dirty())
                .zeroDates(zeroDates() + part.zeroDates())
                .bytes(bytes() + part.bytes())
                .fingerprint(own == null || other == null ? null : own.merge(other))
                .startedAt(startedAt().isBefore(part.startedAt()) ? startedAt() : part.startedAt())
                .endedAt(endedAt().isAfter(part.endedAt()) ? endedAt() : part.endedAt())
                .keyUses(KeyUse.sum(keyUses(), part.keyUses()))
                .versions(tools)
                .build();
    }

    public String runId() {
        return present(of.runId, "runId");
    }

    /** Attempt within the run, from 1. */
    public int attempt() {
        return of.attempt;
    }

    public String topic() {
        return present(of.topic, "topic");
    }

    /** Where the attempt's records lie; only partitions that got any. */
    public List<PartitionRange> partitions() {
        return of.partitions;
    }

    /** Rows that the writer took from the reader. */
    public long pulled() {
        return of.pulled;
    }

    /** Rows that Kafka acknowledged; of a task that wrote in a transaction, once that was committed. */
    public long acked() {
        return of.acked;
    }

    /** Kafka records that hold the acknowledged rows: fewer than rows where they went in frames, else as many. */
    public long records() {
        return of.records < 0 ? of.acked : of.records;
    }

    /** Rows handed to DataX as dirty. */
    public long dirty() {
        return of.dirty;
    }

    /** Dates that became null because StarRocks cannot hold them. */
    public long zeroDates() {
        return of.zeroDates;
    }

    public long bytes() {
        return of.bytes;
    }

    /** Columns in the order in which rows were fingerprinted. */
    public List<WireColumn> columns() {
        return of.columns;
    }

    public List<String> keyColumns() {
        return of.keyColumns;
    }

    /** Columns and key together. */
    public RowSchema schema() {
        return new RowSchema(of.columns, of.keyColumns);
    }

    /** What the acknowledged rows add up to, or null if it is not known (a failed attempt, text mode). */
    public @Nullable Fingerprint fingerprint() {
        return of.fingerprint;
    }

    public Instant startedAt() {
        return present(of.startedAt, "startedAt");
    }

    public Instant endedAt() {
        return present(of.endedAt, "endedAt");
    }

    /** {@code DataKey.id()} of the active key at the start, or null for plaintext. */
    public @Nullable String keyId() {
        return of.keyId;
    }

    /** How much of which data key the attempt used, by key id; more than one where keys were rotated meanwhile. */
    public Map<String, KeyUse> keyUses() {
        return of.keyUses;
    }

    /** {@code json} or {@code text}. */
    public String writeType() {
        return present(of.writeType, "writeType");
    }

    /** {@code v1}, {@code v2}, or {@code none} for plaintext. */
    public String envelope() {
        return present(of.envelope, "envelope");
    }

    /** What took part, by name: writer, kafka-clients, java. */
    public Map<String, String> versions() {
        return of.versions;
    }

    public Outcome outcome() {
        return present(of.outcome, "outcome");
    }

    /** Why the attempt failed, or null if it did not. */
    public @Nullable String reason() {
        return of.reason;
    }

    /**
     * The equations that this manifest breaks, each as a sentence; empty if it agrees with itself. A complete
     * attempt must have acked + dirty = pulled, partitions and fingerprint that count the acknowledged rows,
     * and offsets wide enough for the records between them.
     */
    public List<String> contradictions() {
        List<String> found = new ArrayList<>();
        boolean complete = outcome() == Outcome.COMPLETE;
        if (complete && acked() + dirty() != pulled()) {
            found.add("acked " + acked() + " + dirty " + dirty() + " is not pulled " + pulled());
        }
        long inPartitions = 0;
        for (PartitionRange range : partitions()) {
            inPartitions += range.records();
            if (range.records() > range.lastOffset() - range.firstOffset() + 1) {
                found.add("partition " + range.partition() + " holds " + range.records() + " records between offsets "
                        + range.firstOffset() + " and " + range.lastOffset());
            }
        }
        if (complete && inPartitions != records()) {
            found.add("the partitions hold " + inPartitions + " records, "
                    + (records() == acked() ? "acked is " + acked() : "records is " + records()));
        }
        if (records() > acked() || (records() == 0 && acked() > 0)) {
            found.add(acked() + " acked rows cannot be in " + records() + " records");
        }
        Fingerprint sum = fingerprint();
        if (complete && sum != null && sum.count() != acked()) {
            found.add("the fingerprint counts " + sum.count() + " rows, acked is " + acked());
        }
        if (complete != (reason() == null)) {
            found.add(complete ? "complete, yet with a reason for failing" : "failed without a reason");
        }
        if (endedAt().isBefore(startedAt())) {
            found.add("ended at " + endedAt() + " before it started at " + startedAt());
        }
        return Collections.unmodifiableList(found);
    }

    /** One line of JSON; {@link #fromJson} reads it back equal. */
    public String toJson() {
        return ManifestJson.write(this);
    }

    /**
     * Reads what {@link #toJson} wrote. Unknown keys are skipped: a later build may add some.
     *
     * @throws IllegalArgumentException if the text is no manifest of this format version; the message names the key
     */
    public static RunManifest fromJson(String json) {
        return ManifestJson.read(json);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RunManifest && ((RunManifest) other).toJson().equals(toJson());
    }

    @Override
    public int hashCode() {
        return toJson().hashCode();
    }

    /** Run, attempt, topic, outcome and counts; no fingerprint, which may be guessable. */
    @Override
    public String toString() {
        return "run " + runId() + " attempt " + attempt() + " topic " + topic() + " " + outcome() + ": pulled "
                + pulled() + " acked " + acked() + " dirty " + dirty();
    }

    private static <T> T present(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalArgumentException("a manifest needs " + name);
        }
        return part;
    }

    /** Collects a manifest's parts. One thread. */
    public static final class Builder {
        private @Nullable String runId;
        private int attempt = 1;
        private @Nullable String topic;
        private List<PartitionRange> partitions = Collections.emptyList();
        private long pulled;
        private long acked;
        private long records = -1;
        private long dirty;
        private long zeroDates;
        private long bytes;
        private List<WireColumn> columns = Collections.emptyList();
        private List<String> keyColumns = Collections.emptyList();
        private @Nullable Fingerprint fingerprint;
        private @Nullable Instant startedAt;
        private @Nullable Instant endedAt;
        private @Nullable String keyId;
        private Map<String, KeyUse> keyUses = Collections.emptyMap();
        private @Nullable String writeType;
        private @Nullable String envelope;
        private Map<String, String> versions = Collections.emptyMap();
        private @Nullable Outcome outcome;
        private @Nullable String reason;

        private Builder() {}

        private Builder(Builder other) {
            runId = other.runId;
            attempt = other.attempt;
            topic = other.topic;
            partitions = other.partitions;
            pulled = other.pulled;
            acked = other.acked;
            records = other.records;
            dirty = other.dirty;
            zeroDates = other.zeroDates;
            bytes = other.bytes;
            columns = other.columns;
            keyColumns = other.keyColumns;
            fingerprint = other.fingerprint;
            startedAt = other.startedAt;
            endedAt = other.endedAt;
            keyId = other.keyId;
            keyUses = other.keyUses;
            writeType = other.writeType;
            envelope = other.envelope;
            versions = other.versions;
            outcome = other.outcome;
            reason = other.reason;
        }

        public Builder runId(String value) {
            runId = value;
            return this;
        }

        /** From 1, which is the default. */
        public Builder attempt(int value) {
            attempt = value;
            return this;
        }

        public Builder topic(String value) {
            topic = value;
            return this;
        }

        public Builder partitions(List<PartitionRange> value) {
            partitions = Collections.unmodifiableList(new ArrayList<>(value));
            return this;
        }

        public Builder pulled(long value) {
            pulled = value;
            return this;
        }

        public Builder acked(long value) {
            acked = value;
            return this;
        }

        /** As many as rows unless this is called. */
        public Builder records(long value) {
            records = value;
            return this;
        }

        public Builder dirty(long value) {
            dirty = value;
            return this;
        }

        public Builder zeroDates(long value) {
            zeroDates = value;
            return this;
        }

        public Builder bytes(long value) {
            bytes = value;
            return this;
        }

        public Builder schema(RowSchema value) {
            columns = value.columns();
            keyColumns = value.keyColumns();
            return this;
        }

        public Builder fingerprint(@Nullable Fingerprint value) {
            fingerprint = value;
            return this;
        }

        public Builder startedAt(Instant value) {
            startedAt = value;
            return this;
        }

        public Builder endedAt(Instant value) {
            endedAt = value;
            return this;
        }

        public Builder keyId(@Nullable String value) {
            keyId = value;
            return this;
        }

        public Builder keyUses(Map<String, KeyUse> value) {
            keyUses = Collections.unmodifiableMap(new TreeMap<>(value));
            return this;
        }

        public Builder writeType(String value) {
            writeType = value;
            return this;
        }

        public Builder envelope(String value) {
            envelope = value;
            return this;
        }

        public Builder versions(Map<String, String> value) {
            versions = Collections.unmodifiableMap(new LinkedHashMap<>(value));
            return this;
        }

        /** The attempt moved all it read. */
        public Builder complete() {
            outcome = Outcome.COMPLETE;
            reason = null;
            return this;
        }

        /**
         * The attempt failed.
         *
         * @param why one sentence that may be logged
         */
        public Builder failed(String why) {
            outcome = Outcome.FAILED;
            reason = why;
            return this;
        }

        /**
         * Nobody knows whether the attempt's rows are in the topic.
         *
         * @param why one sentence that may be logged
         */
        public Builder unknown(String why) {
            outcome = Outcome.UNKNOWN;
            reason = why;
            return this;
        }

        Builder outcome(Outcome value, @Nullable String why) {
            outcome = value;
            reason = why;
            return this;
        }

        /**
         * The manifest.
         *
         * @throws IllegalArgumentException if a part is missing or a count is negative
         */
        public RunManifest build() {
            RunManifest manifest = new RunManifest(new Builder(this));
            present(runId, "runId");
            present(topic, "topic");
            present(startedAt, "startedAt");
            present(endedAt, "endedAt");
            present(writeType, "writeType");
            present(envelope, "envelope");
            present(outcome, "outcome");
            manifest.schema();
            if (attempt < 1 || pulled < 0 || acked < 0 || dirty < 0 || zeroDates < 0 || bytes < 0) {
                throw new IllegalArgumentException("a manifest counts attempts from 1 and everything else from 0");
            }
            return manifest;
        }
    }
}
