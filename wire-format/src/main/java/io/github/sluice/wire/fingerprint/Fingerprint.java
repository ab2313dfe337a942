package io.github.sluice.wire.fingerprint;

import io.github.sluice.wire.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a set of rows adds up to: how many they are and the sum of their 128-bit hashes modulo 2^128, in all
 * and in 1,024 buckets chosen by key. Equal fingerprints mean equal rows, whatever the order, the partitions
 * or the number of readers; the buckets that differ hold the keys that differ. Immutable.
 *
 * <p>It protects against loss and corruption, not against somebody who may choose rows: sums of hashes can be
 * forged with enough freedom. What travels over a public broker is sealed for that reason, and because the
 * fingerprint of a tiny table can be guessed.
 */
public final class Fingerprint {
    /** Number of buckets. A part of the format. */
    public static final int BUCKETS = 1024;

    /** Name of the format in JSON. */
    static final String FORMAT = "sha256-128/1";

    private static final Fingerprint EMPTY = new Fingerprint(new Sum128(BUCKETS));

    private final Sum128 buckets;
    private final long count;
    private final long high;
    private final long low;

    Fingerprint(Sum128 buckets) {
        this.buckets = buckets;
        Sum128 total = new Sum128(1);
        for (int i = 0; i < BUCKETS; i++) {
            total.add(0, buckets.counts[i], buckets.high[i], buckets.low[i]);
        }
        count = total.counts[0];
        high = total.high[0];
        low = total.low[0];
    }

    /** The fingerprint of no rows. */
    public static Fingerprint empty() {
        return EMPTY;
    }

    /** Number of rows. */
    public long count() {
        return count;
    }

    /** The sum of all rows' hashes, 32 hexadecimal digits. */
    public String sum() {
        return hex(high, low);
    }

    /** Number of rows in one bucket. */
    public long bucketCount(int bucket) {
        return buckets.counts[bucket];
    }

    /** The sum of the hashes in one bucket, 32 hexadecimal digits. */
    public String bucketSum(int bucket) {
        return hex(buckets.high[bucket], buckets.low[bucket]);
    }

    /** The fingerprint of both sets of rows together. Associative and commutative. */
    public Fingerprint merge(Fingerprint other) {
        Sum128 both = new Sum128(buckets);
        for (int i = 0; i < BUCKETS; i++) {
            both.add(i, other.buckets.counts[i], other.buckets.high[i], other.buckets.low[i]);
        }
        return new Fingerprint(both);
    }

    /** Buckets, ascending, whose rows are not the same here and there. Empty exactly if the two are equal. */
    public List<Integer> differingBuckets(Fingerprint other) {
        List<Integer> differing = new ArrayList<>();
        for (int i = 0; i < BUCKETS; i++) {
            if (!buckets.same(other.buckets, i)) {
                differing.add(i);
            }
        }
        return Collections.unmodifiableList(differing);
    }

    /**
     * The fingerprint as JSON: {@code {"format":..,"count":n,"sum":"32 hex","buckets":{"7":[n,"32 hex"],..}}},
     * buckets without rows left out.
     */
    public String toJson() {
        return Json.write(toTree());
    }

    /** What {@link #toJson} writes, as a tree to put into a larger document. */
    public Map<String, Object> toTree() {
        Map<String, Object> filled = new LinkedHashMap<>();
        for (int i = 0; i < BUCKETS; i++) {
            if (!buckets.isEmpty(i)) {
                filled.put(Integer.toString(i), Arrays.<Object>asList(buckets.counts[i], bucketSum(i)));
            }
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", FORMAT);
        tree.put("count", count);
        tree.put("sum", sum());
        tree.put("buckets", filled);
        return tree;
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if the text is anything else, or its total is not the sum of its buckets
     */
    public static Fingerprint fromJson(String json) {
        return fromTree(Json.parse(json));
    }

    /**
     * Reads what {@link #toTree} gave.
     *
     * @throws IllegalArgumentException as {@link #fromJson}
     */
    public static Fingerprint fromTree(@Nullable Object tree) {
        if (!(tree instanceof Map)) {
            throw new IllegalArgumentException("a fingerprint is a JSON object");
        }
        Map<?, ?> map = (Map<?, ?>) tree;
        if (!FORMAT.equals(map.get("format"))) {
            throw new IllegalArgumentException(
                    "fingerprint format is " + map.get("format") + ", this build reads " + FORMAT);
        }
        if (!(map.get("buckets") instanceof Map)) {
            throw new IllegalArgumentException("a fingerprint has an object \"buckets\"");
        }
        Sum128 sums = new Sum128(BUCKETS);
        for (Map.Entry<?, ?> bucket : ((Map<?, ?>) map.get("buckets")).entrySet()) {
            read(sums, bucket.getKey(), bucket.getValue());
        }
        Fingerprint fingerprint = new Fingerprint(sums);
        if (!Long.valueOf(fingerprint.count).equals(map.get("count"))
                || !fingerprint.sum().equals(map.get("sum"))) {
            throw new IllegalArgumentException("the fingerprint's total is not the sum of its buckets");
        }
        return fingerprint;
    }

    private static void read(Sum128 sums, @Nullable Object name, @Nullable Object value) {
        String number = String.valueOf(name);
        if (value instanceof List && ((List<?>) value).size() == 2 && number.matches("0|[1-9][0-9]{0,3}")) {
            Object count = ((List<?>) value).get(0);
            String sum = String.valueOf(((List<?>) value).get(1));
            int bucket = Integer.parseInt(number);
            if (count instanceof Long && bucket < BUCKETS && sum.matches("[0-9a-f]{32}")) {
                sums.add(
                        bucket,
                        (Long) count,
                        Long.parseUnsignedLong(sum.substring(0, 16), 16),
                        Long.parseUnsignedLong(sum.substring(16), 16));
                return;
            }
        }
        throw new IllegalArgumentException("bucket " + number + " of the fingerprint is malformed");
    }

    private static String hex(long high, long low) {
        return String.format("%016x%016x", high, low);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fingerprint
                && differingBuckets((Fingerprint) other).isEmpty();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(count ^ high ^ low);
    }

    /** Count and total sum. */
    @Override
    public String toString() {
        return count + " rows, sum " + sum();
    }
}
